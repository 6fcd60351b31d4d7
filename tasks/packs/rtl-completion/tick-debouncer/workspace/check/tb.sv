// One press with a tick in every clock, one release with a tick in every second clock.
module tb;
  logic clk = 0, rst_n = 0, tick = 1, noisy = 0;
  logic clean, went_high, went_low;

  always #5 clk = ~clk;

  tick_debouncer dut (
    .clk(clk), .rst_n(rst_n), .tick(tick), .noisy(noisy),
    .clean(clean), .went_high(went_high), .went_low(went_low)
  );

  task automatic want(input logic c, input logic h, input logic l);
    @(negedge clk);
    if (clean !== c) $error("clean: expected %b, got %b", c, clean);
    if (went_high !== h) $error("went_high: expected %b, got %b", h, went_high);
    if (went_low !== l) $error("went_low: expected %b, got %b", l, went_low);
  endtask

  initial begin
    repeat (2) @(negedge clk);
    rst_n = 1;
    repeat (4) want(0, 0, 0);
    noisy = 1;
    repeat (9) want(0, 0, 0);   // two clocks of synchroniser, then seven ticks
    want(1, 1, 0);
    repeat (3) want(1, 0, 0);
    noisy = 0;
    repeat (2) want(1, 0, 0);
    repeat (7) begin
      tick = 1; want(1, 0, 0);
      tick = 0; want(1, 0, 0);
    end
    tick = 1; want(0, 0, 1);
    tick = 0; want(0, 0, 0);
    $finish;
  end
endmodule
