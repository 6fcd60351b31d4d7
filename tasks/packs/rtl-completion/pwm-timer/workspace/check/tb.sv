// From the first long period to edge aligned with top 3, then centre aligned with top 2.
module tb;
  logic       clk = 0, rst = 1, en = 1, write = 0, centred = 0;
  logic [2:0] prescale = 0;
  logic [7:0] top = 0, compare = 0, count;
  logic       down, pwm, period_end;

  always #5 clk = ~clk;

  pwm_timer dut (
    .clk(clk), .rst(rst), .en(en), .prescale(prescale), .write(write), .top(top), .compare(compare),
    .centred(centred), .count(count), .down(down), .pwm(pwm), .period_end(period_end)
  );

  task automatic want(input logic [7:0] n, input logic d, input logic p, input logic e);
    @(posedge clk); #1;
    if (count !== n) $error("count: expected %0d, got %0d", n, count);
    if (down !== d) $error("down: expected %b, got %b", d, down);
    if (pwm !== p) $error("pwm: expected %b, got %b", p, pwm);
    if (period_end !== e) $error("period_end: expected %b, got %b", e, period_end);
    write = 0;
  endtask

  initial begin
    want(0, 0, 0, 0);
    rst = 0;
    write = 1; top = 3; compare = 2;
    for (int n = 1; n < 256; n++) want(n, 0, 0, 0);
    want(0, 0, 1, 1);
    want(1, 0, 1, 0);
    want(2, 0, 0, 0);
    want(3, 0, 0, 0);
    write = 1; top = 2; compare = 1; centred = 1;   // too late for this end
    want(0, 0, 1, 1);
    want(1, 0, 1, 0);
    want(2, 0, 0, 0);
    want(3, 0, 0, 0);
    want(0, 0, 1, 1);
    want(1, 0, 0, 0);
    want(2, 0, 0, 0);
    want(1, 1, 0, 0);
    want(0, 0, 1, 1);
    prescale = 1;
    want(0, 0, 1, 0);
    want(1, 0, 0, 0);
    en = 0;
    want(1, 0, 0, 0);
    $finish;
  end
endmodule
