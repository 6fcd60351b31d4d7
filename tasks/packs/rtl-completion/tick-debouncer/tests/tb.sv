module tb;
  logic clk = 0, rst_n = 1, tick = 1, noisy = 0;
  logic clean, went_high, went_low;

  always #5 clk = ~clk;

  tick_debouncer dut (
    .clk(clk), .rst_n(rst_n), .tick(tick), .noisy(noisy),
    .clean(clean), .went_high(went_high), .went_low(went_low)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  int period = 1;  // ticks come every so many clocks, 0: at random
  int phase  = 0;

  task automatic hold(input logic v, input int n);
    noisy = v;
    repeat (n) begin
      roll;
      phase = phase + 1;
      if (period == 0) tick = (rng[9:8] == 0);
      else if (phase >= period) begin phase = 0; tick = 1; end
      else tick = 0;
      @(posedge clk); #1;
    end
  endtask

  task automatic reset(input int n);
    rst_n = 0;
    hold(noisy, n);
    rst_n = 1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 rst_n = 0;
    hold(1'b1, 3);
    rst_n = 1;
    hold(1'b0, 4);
    for (int p = 1; p < 4; p++) begin
      period = p;
      for (int n = 1; n < 12; n++) begin
        hold(1'b1, n * p); hold(1'b0, 14 * p);
      end
      for (int n = 1; n < 12; n++) begin
        hold(1'b1, 14 * p); hold(1'b0, n * p);
      end
    end
    period = 1;
    hold(1'b1, 20);
    reset(1);
    hold(1'b1, 7);
    reset(1);
    hold(1'b1, 20);
    // a reset in the middle of a count, then the first three clocks with ticks in each pattern
    for (int m = 0; m < 8; m++) begin
      reset(1);
      hold(1'b1, 7);
      reset(1);
      for (int i = 0; i < 3; i++) begin
        tick = m[i];
        @(posedge clk); #1;
      end
      hold(1'b1, 10);
    end
    // a reset in the clock of each pulse, and in the middle of a count
    hold(1'b0, 10); reset(1);
    hold(1'b1, 10); reset(1);
    hold(1'b1, 12); hold(1'b0, 6); reset(1); hold(1'b0, 12);
    for (int p = 0; p < 4; p++) begin
      period = p;
      repeat (60) begin
        roll;
        hold(rng[0], rng[1] ? 1 + int'(rng[4:2]) : 6 + int'(rng[7:2]));
        if (rng[31:27] == 0) reset(1 + int'(rng[26]));
      end
    end
    $finish;
  end
endmodule
