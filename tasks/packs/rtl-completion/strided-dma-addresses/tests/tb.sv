module tb;
  logic clk = 0, rst_n = 0, start = 0, abort = 0, busy, done, addr_valid, addr_ready = 1, row_end, last;
  logic [19:0] base = 0, stride = 0, addr;
  logic [7:0] beats = 0;
  logic [5:0] rows = 0;
  logic [2:0] size = 0;

  always #5 clk = ~clk;

  dma_addr2d dut (
    .clk(clk), .rst_n(rst_n), .start(start), .abort(abort), .base(base), .stride(stride),
    .beats(beats), .rows(rows), .size(size), .busy(busy), .done(done), .addr_valid(addr_valid),
    .addr_ready(addr_ready), .addr(addr), .row_end(row_end), .last(last));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  task automatic random_parameters;
    s = xs32(s);
    base   = s[19:0];
    beats  = {6'd0, s[21:20]};
    rows   = {4'd0, s[23:22]};
    size   = s[26:24];
    s = xs32(s);
    stride = s[0] ? s[20:1] : {{12{s[1]}}, s[9:2]};
  endtask

  task automatic job(input logic [19:0] b, input logic [19:0] st, input int nb, input int nr, input int sz);
    step();
    base = b; stride = st; beats = nb[7:0]; rows = nr[5:0]; size = sz[2:0]; start = 1;
    step();
    start = 0; base = s[19:0]; stride = s[31:12]; beats = s[7:0]; rows = s[5:0]; size = s[10:8];
    repeat (nb * nr + 2) step();
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    for (int k = 0; k < 8; k++) job(20'hFFFF0, 20'h00800, 3, 2, k);
    job(20'h01234, 20'hFFF00, 255, 1, 7);
    job(20'h01234, 20'h80000, 1, 63, 0);
    job(20'h00000, 20'h00000, 0, 5, 0);
    job(20'h00000, 20'h00000, 5, 0, 0);
    job(20'h00000, 20'h00000, 0, 0, 0);
    job(20'h00000, 20'h00001, 1, 1, 0);
    // anything at any time
    for (int n = 0; n < 3000; n++) begin
      random_parameters();
      step();
      start      = (n % 600 < 100) ? 1 : s[1];
      abort      = s[6:2] == 0;
      addr_ready = (n % 400 < 200) ? 1 : s[8];
      rst_n      = s[31:25] != 0;
    end
    rst_n = 1; start = 0; abort = 0;
    repeat (4) step();
    $finish;
  end
endmodule
