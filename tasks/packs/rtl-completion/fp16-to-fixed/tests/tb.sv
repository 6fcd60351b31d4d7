module tb;
  logic        clk = 0;
  logic [15:0] value = 0;
  logic [7:0]  fixed;
  logic [2:0]  frac_bits = 0;
  logic [1:0]  mode = 0;
  logic        saturated, inexact, invalid;

  always #5 clk = ~clk;

  fp16_to_fixed dut (
    .value(value), .frac_bits(frac_bits), .mode(mode),
    .fixed(fixed), .saturated(saturated), .inexact(inexact), .invalid(invalid));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [15:0] v, input logic [2:0] n, input logic [1:0] m);
    @(posedge clk); #1;
    value = v; frac_bits = n; mode = m;
  endtask

  // a number of both signs in all modes
  task automatic all_modes(input logic [14:0] v, input logic [2:0] n);
    for (int m = 0; m < 8; m++) put({m[2], v}, n, m[1:0]);
  endtask

  int          point;
  logic [9:0]  fraction;
  logic [14:0] limit;

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int n = 0; n < 8; n++) begin
      // zero, infinity, NaN, subnormal numbers, the largest number
      all_modes(15'h0000, n[2:0]);
      all_modes(15'h7c00, n[2:0]);
      all_modes(15'h7c01, n[2:0]);
      all_modes(15'h7e00, n[2:0]);
      all_modes(15'h0001, n[2:0]);
      all_modes(15'h03ff, n[2:0]);
      all_modes(15'h0400, n[2:0]);
      all_modes(15'h7bff, n[2:0]);
      // 126 to 130 after scaling, in steps of one sixteenth below 128 and one eighth above it
      limit = {5'd22 - {2'd0, n[2:0]}, 10'd0};
      for (int d = -24; d <= 17; d++) all_modes(limit + d[14:0], n[2:0]);
      // around a half and one
      limit = {5'd14 - {2'd0, n[2:0]}, 10'd0};
      for (int d = -1; d <= 1; d++) all_modes(limit + d[14:0], n[2:0]);
      limit = {5'd15 - {2'd0, n[2:0]}, 10'd0};
      for (int d = -1; d <= 1; d++) all_modes(limit + d[14:0], n[2:0]);
      // subnormal in every place
      for (int b = 0; b < 10; b++) put(16'd1 << b, n[2:0], 2'd3);
    end
    // fractions of exactly a half, a little more and a little less, on odd and even numbers
    for (int k = 0; k < 100; k++) begin
      draw();
      point    = 4 + int'(rng[3:0]) % 7;         // fraction bits that the number has
      fraction = rng[13:4] & ~((10'd1 << point) - 10'd1);
      fraction = fraction | (10'd1 << (point - 1));
      if (rng[15:14] == 1) fraction = fraction + 10'd1;
      if (rng[15:14] == 2) fraction = fraction - 10'd1;
      all_modes({5'd25 - point[4:0] - {2'd0, rng[18:16]}, fraction}, rng[18:16]);
    end
    repeat (500) begin
      draw();
      put(rng[15:0], rng[18:16], rng[21:20]);
    end
    @(posedge clk);
    $finish;
  end
endmodule
