// Two ticks in five clocks, then the edges of the range.
module tb;
  logic       clk = 0, rst = 1, en = 1, restart = 0;
  logic [7:0] offset = 0, num = 2, den = 5, phase;
  logic       tick;
  logic [7:0] ticks;

  always #5 clk = ~clk;

  frac_enable #(.WIDTH(8)) dut (
    .clk(clk), .rst(rst), .en(en), .restart(restart), .offset(offset), .num(num), .den(den),
    .tick(tick), .phase(phase), .ticks(ticks)
  );

  task automatic want(input logic [7:0] p, input logic t, input logic [7:0] n);
    @(posedge clk); #1;
    if (phase !== p) $error("phase: expected %0d, got %0d", p, phase);
    if (tick !== t) $error("tick: expected %b, got %b", t, tick);
    if (ticks !== n) $error("ticks: expected %0d, got %0d", n, ticks);
  endtask

  initial begin
    want(0, 0, 0);
    rst = 0;
    want(2, 0, 0);
    want(4, 0, 0);
    want(1, 1, 1);
    want(3, 0, 1);
    want(0, 1, 2);
    want(2, 0, 2);
    en = 0;
    want(2, 0, 2);
    en = 1; num = 5;
    want(0, 1, 3);
    want(0, 1, 4);
    restart = 1; offset = 200;
    want(200, 0, 0);
    restart = 0; num = 150; den = 240;    // the sum has a carry
    want(110, 1, 1);
    want(20, 1, 2);
    want(170, 0, 2);
    den = 0;
    want(0, 0, 2);
    $finish;
  end
endmodule
