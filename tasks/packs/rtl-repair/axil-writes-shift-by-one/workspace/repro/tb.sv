// Eight writes with late responses, then all registers are read.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        awvalid = 0, wvalid = 0, bready = 0, arvalid = 0, rready = 1;
  logic        awready, wready, bvalid, arready, rvalid, irq;
  logic [5:0]  awaddr = 0, araddr = 0;
  logic [31:0] wdata = 0, rdata, ctrl, gpio_out;
  logic [3:0]  wstrb = 4'hf;
  logic [1:0]  bresp, rresp;

  always #5 clk = ~clk;

  axil_gpio dut (
    .clk(clk), .rst_n(rst_n),
    .awvalid(awvalid), .awready(awready), .awaddr(awaddr),
    .wvalid(wvalid), .wready(wready), .wdata(wdata), .wstrb(wstrb),
    .bvalid(bvalid), .bready(bready), .bresp(bresp),
    .arvalid(arvalid), .arready(arready), .araddr(araddr),
    .rvalid(rvalid), .rready(rready), .rdata(rdata), .rresp(rresp),
    .gpio_in(32'h1234_5678), .events(8'h00),
    .ctrl(ctrl), .gpio_out(gpio_out), .irq(irq)
  );

  // the writes, in order
  function automatic logic [5:0] addr_of(input int i);
    case (i)
      0: addr_of = 6'h04;
      1: addr_of = 6'h08;
      2: addr_of = 6'h0c;
      3: addr_of = 6'h04;
      4: addr_of = 6'h0c;
      5: addr_of = 6'h18;
      6: addr_of = 6'h08;
      default: addr_of = 6'h04;
    endcase
  endfunction

  function automatic logic [31:0] data_of(input int i);
    data_of = 32'h1111_0000 * (i + 1) + 32'h0000_00a0 + i;
  endfunction

  logic [31:0] model [0:15];
  int          aw_n = 0, w_n = 0, b_n = 0, wait_b = 0, cycle = 0, r_n = 0;
  logic        aw_taken, w_taken, b_taken, b_waits;

  initial begin
    for (int i = 0; i < 16; i++) model[i] = 0;
    model[0] = 32'h6710_0104;
    model[4] = 32'h1234_5678;
    repeat (3) @(posedge clk);
    #1 rst_n = 1;
    while (cycle < 100) begin
      awvalid = (aw_n < 8);
      awaddr  = addr_of(aw_n);
      // the data come after their address and after the previous response
      wvalid  = (w_n < 8) && (w_n < aw_n) && (w_n == b_n);
      wdata   = data_of(w_n);
      bready  = bvalid && (wait_b == b_n % 4);
      @(negedge clk);
      if (bvalid && bready) begin
        if (b_n < 8)
          model[addr_of(b_n) / 4] = data_of(b_n) & (addr_of(b_n) == 6'h18 ? 32'hff : 32'hffff_ffff);
        if (bresp !== 2'b00)
          $error("bresp: expected 0, got %h", bresp);
        if (ctrl !== model[1])
          $error("ctrl: expected %h, got %h", model[1], ctrl);
        if (gpio_out !== model[3])
          $error("gpio_out: expected %h, got %h", model[3], gpio_out);
      end
      aw_taken = awvalid && awready;
      w_taken  = wvalid && wready;
      b_taken  = bvalid && bready;
      b_waits  = bvalid && !bready;
      @(posedge clk); #1;
      if (aw_taken) aw_n = aw_n + 1;
      if (w_taken)  w_n = w_n + 1;
      if (b_taken)  begin b_n = b_n + 1; wait_b = 0; end
      else if (b_waits) wait_b = wait_b + 1;
      cycle = cycle + 1;
    end
    awvalid = 0; wvalid = 0; bready = 0;
    if (b_n != 8)
      $error("bvalid: expected 8 responses, got %0d", b_n);
    while (r_n < 9) begin
      arvalid = 1;
      araddr  = 6'(4 * r_n);
      @(posedge clk); #1;
      arvalid = 0;
      if (rvalid !== 1'b1)
        $error("rvalid: expected 1, got %h", rvalid);
      if (rdata !== model[r_n])
        $error("rdata: expected %h, got %h", model[r_n], rdata);
      if (rresp !== (r_n > 6 ? 2'b10 : 2'b00))
        $error("rresp: expected %h, got %h", (r_n > 6 ? 2'b10 : 2'b00), rresp);
      @(posedge clk); #1;
      r_n = r_n + 1;
    end
    $finish;
  end
endmodule
