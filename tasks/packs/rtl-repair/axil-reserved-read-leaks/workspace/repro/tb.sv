// Writes some registers, then reads a list of addresses one by one.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        awvalid = 0, wvalid = 0, arvalid = 0;
  logic        awready, wready, bvalid, arready, rvalid, irq;
  logic [5:0]  awaddr = 0, araddr = 0;
  logic [31:0] wdata = 0, rdata, ctrl, gpio_out;
  logic [1:0]  bresp, rresp;

  always #5 clk = ~clk;

  axil_gpio dut (
    .clk(clk), .rst_n(rst_n),
    .awvalid(awvalid), .awready(awready), .awaddr(awaddr),
    .wvalid(wvalid), .wready(wready), .wdata(wdata), .wstrb(4'hf),
    .bvalid(bvalid), .bready(1'b1), .bresp(bresp),
    .arvalid(arvalid), .arready(arready), .araddr(araddr),
    .rvalid(rvalid), .rready(1'b1), .rdata(rdata), .rresp(rresp),
    .gpio_in(32'hcafe_0042), .events(8'h00),
    .ctrl(ctrl), .gpio_out(gpio_out), .irq(irq)
  );

  // word addresses, the first one lowest
  localparam logic [63:0] READS = 64'h7_3_7_6_5_7_4_0_7_2_7_3_1_7_1_0;

  int          i = 0;
  logic [3:0]  word;
  logic [31:0] want;

  function automatic logic [31:0] value(input logic [3:0] w);
    case (w)
      4'd0:    value = 32'h6710_0104;
      4'd1:    value = 32'hc0de_f00d;
      4'd2:    value = 32'h5ca7_c401;
      4'd3:    value = 32'h0000_ffff;
      4'd4:    value = 32'hcafe_0042;
      4'd6:    value = 32'h0000_0081;
      default: value = 32'h0;
    endcase
  endfunction

  initial begin
    repeat (3) @(posedge clk);
    #1 rst_n = 1;
    // CTRL, SCRATCH, GPIO_OUT, (read only), (status), IRQ_ENABLE
    i = 1;
    while (i < 7) begin
      awvalid = 1; wvalid = 1;
      awaddr  = 6'(4 * i);
      wdata   = value(4'(i));
      @(posedge clk); #1;
      awvalid = 0; wvalid = 0;
      if (bvalid !== 1'b1)
        $error("bvalid: expected 1, got %h", bvalid);
      @(posedge clk); #1;
      i = i + 1;
    end
    if (ctrl !== value(1))     $error("ctrl: expected %h, got %h", value(1), ctrl);
    if (gpio_out !== value(3)) $error("gpio_out: expected %h, got %h", value(3), gpio_out);
    i = 0;
    while (i < 16) begin
      word    = READS[4*i +: 4];
      want    = value(word);
      arvalid = 1;
      araddr  = {word, 2'b00};
      @(posedge clk); #1;
      arvalid = 0;
      if (rvalid !== 1'b1)
        $error("rvalid: expected 1, got %h", rvalid);
      if (rdata !== want)
        $error("rdata: expected %h, got %h", want, rdata);
      if (rresp !== (word > 6 ? 2'b10 : 2'b00))
        $error("rresp: expected %h, got %h", (word > 6 ? 2'b10 : 2'b00), rresp);
      @(posedge clk); #1;
      if (rvalid !== 1'b0)
        $error("rvalid: expected 0, got %h", rvalid);
      i = i + 1;
    end
    $finish;
  end
endmodule
