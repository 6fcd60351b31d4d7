// A master whose five channels are driven independently of each other.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        awvalid = 0, wvalid = 0, bready = 0, arvalid = 0, rready = 0;
  logic        awready, wready, bvalid, arready, rvalid, irq;
  logic [5:0]  awaddr = 0, araddr = 0;
  logic [31:0] wdata = 0, rdata, ctrl, gpio_out, gpio_in = 0;
  logic [3:0]  wstrb = 0;
  logic [1:0]  bresp, rresp;
  logic [7:0]  events = 0;

  always #5 clk = ~clk;

  axil_gpio dut (
    .clk(clk), .rst_n(rst_n),
    .awvalid(awvalid), .awready(awready), .awaddr(awaddr),
    .wvalid(wvalid), .wready(wready), .wdata(wdata), .wstrb(wstrb),
    .bvalid(bvalid), .bready(bready), .bresp(bresp),
    .arvalid(arvalid), .arready(arready), .araddr(araddr),
    .rvalid(rvalid), .rready(rready), .rdata(rdata), .rresp(rresp),
    .gpio_in(gpio_in), .events(events),
    .ctrl(ctrl), .gpio_out(gpio_out), .irq(irq)
  );

  logic [31:0] s, q;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  int   cyc = 0, mode = 0;
  logic aw_busy = 0, w_busy = 0, ar_busy = 0;  // valid and not yet taken

  // mostly the registers, sometimes anything
  function automatic logic [5:0] some_addr(input logic [7:0] x);
    some_addr = (x[7:6] == 0) ? x[5:0] : {1'b0, x[4:2] == 3'd7 ? 3'd1 : x[4:2], x[1:0] & {2{x[5]}}};
  endfunction

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h161803);
    q = xs(s ^ 32'h5555_1234);
    while (cyc < 6000) begin
      s = xs(s);
      q = xs(q);
      rst_n = !(cyc < 3) && !(cyc > 700 && cyc % 810 < 2);
      if (!rst_n) begin aw_busy = 0; w_busy = 0; ar_busy = 0; end
      mode = (cyc / 60) % 8;
      if (!aw_busy) begin
        awaddr  = some_addr(s[7:0]);
        awvalid = (mode == 0 || mode == 4) ? 1'b1 : (mode == 1) ? (s[10:8] == 0) : s[8];
      end
      if (!w_busy) begin
        wdata  = {q[15:0], s[31:16]};
        wstrb  = (q[17:16] == 0) ? q[21:18] : 4'hf;
        wvalid = (mode == 0 || mode == 1 || mode == 4) ? 1'b1 : (mode == 2) ? (s[14:12] == 0) : s[12];
      end
      bready = (mode == 0) ? 1'b1 : (mode == 4 || mode == 5) ? (q[24:22] == 0) : (mode == 6) ? bvalid && q[22] : q[22];
      if (!ar_busy) begin
        araddr  = some_addr(q[13:6]);
        arvalid = (mode == 0 || mode == 3) ? 1'b1 : s[15];
      end
      rready  = (mode == 0) ? 1'b1 : (mode == 3) ? q[26:25] == 0 : q[25];
      gpio_in = q ^ {s[15:0], s[31:16]};
      events  = (s[18:16] == 0) ? 8'h1 << q[29:27] : 8'h0;
      if (!rst_n) begin awvalid = 0; wvalid = 0; arvalid = 0; end
      #2;
      aw_busy = awvalid && !awready;
      w_busy  = wvalid && !wready;
      ar_busy = arvalid && !arready;
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
