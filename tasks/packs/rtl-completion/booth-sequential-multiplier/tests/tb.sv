module tb;
  logic clk = 0, rst = 1, start = 0, busy, done, busy_w, done_w;
  logic signed [7:0] a = 0, b = 0;
  logic signed [15:0] product;
  logic [5:0] steps, steps_w;
  logic [23:0] product_w;
  logic signed [11:0] aw, bw;

  always #5 clk = ~clk;

  booth_seq dut (
    .clk(clk), .rst(rst), .start(start), .a(a), .b(b), .busy(busy), .done(done), .product(product),
    .steps(steps));
  booth_seq #(.W(12)) wide (
    .clk(clk), .rst(rst), .start(start), .a(aw), .b(bw), .busy(busy_w), .done(done_w),
    .product(product_w), .steps(steps_w));

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

  // both finish before the next pair
  task automatic pair(input logic [11:0] x, input logic [11:0] y);
    step();
    a = x[7:0]; b = y[7:0]; aw = x; bw = y; start = 1;
    step();
    start = 0; a = s[7:0]; b = s[15:8]; aw = s[11:0]; bw = s[23:12];
    repeat (6) step();
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    aw = 0; bw = 0;
    repeat (3) step();
    rst = 0;
    for (int i = 0; i < 12; i++) begin
      pair(12'h155, 12'd1 << i);
      pair(12'hE80, 12'hFFF << i);
      pair(12'h07F, (12'd1 << i) - 12'd1);
    end
    pair(12'h880, 12'h880);
    pair(12'h87F, 12'h880);
    pair(12'h880, 12'h77F);
    for (int n = 0; n < 60; n++) begin
      step();
      pair(s[11:0], s[31] ? {{6{s[20]}}, s[19:14]} : s[23:12]);
    end
    // starts at any time, resets between
    for (int n = 0; n < 1800; n++) begin
      step();
      rst   = s[31:26] == 0;
      start = s[2:0] != 0;
      a = s[10:3]; aw = s[14:3];
      b = s[25] ? s[22:15] : {{4{s[18]}}, s[18:15]};
      bw = {{3{b[7]}}, b, s[23]};
    end
    rst = 0; start = 0;
    repeat (10) step();
    $finish;
  end
endmodule
