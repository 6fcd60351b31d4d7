module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, out_valid, out_ready = 0, out_sat;
  logic signed [7:0] in_x = 0, in_gain = 0, out_y;
  logic [2:0] out_index;
  logic [12:0] inv;

  always #5 clk = ~clk;

  rmsnorm8 dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_x(in_x),
    .in_gain(in_gain), .out_valid(out_valid), .out_ready(out_ready), .out_y(out_y),
    .out_sat(out_sat), .out_index(out_index), .inv(inv));

  // elements 0, 1 to 6, 7
  task automatic load(input int x0, input int g0, input int x1, input int g1, input int x7, input int g7);
    for (int i = 0; i < 8; i++) begin
      in_valid = 1;
      in_x    = (i == 0) ? x0[7:0] : (i == 7) ? x7[7:0] : x1[7:0];
      in_gain = (i == 0) ? g0[7:0] : (i == 7) ? g7[7:0] : g1[7:0];
      if (in_ready !== 1) $error("in_ready 0 at pair %0d", i);
      @(posedge clk); #1;
    end
    in_valid = 0;
    repeat (12) @(posedge clk);
    #1;
    if (in_ready !== 0 || out_valid !== 0) $error("ROOT: in_ready %b out_valid %b", in_ready, out_valid);
    @(posedge clk); #1;
  endtask

  task automatic result(input int i, input int r, input int y, input logic sat);
    if (out_valid !== 1 || out_index !== i[2:0] || inv !== r[12:0] || out_y !== y[7:0] || out_sat !== sat)
      $error("valid %b index %0d inv %0d y %0d sat %b, expected %0d %0d %0d %b", out_valid, out_index, inv, out_y, out_sat, i, r, y, sat);
    out_ready = 1;
    @(posedge clk); #1;
    out_ready = 0;
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    load(10, 127, 10, 64, -20, 64);
    @(posedge clk); #1;
    result(0, 348, 54, 0);
    for (int i = 1; i < 7; i++) result(i, 348, 27, 0);
    result(7, 348, -54, 0);
    // m = 1024 + 1 ... one large element: 90^2 = 8100, m = 1013, R = 128
    load(90, -128, 0, 64, 0, 1);
    result(0, 128, -128, 1);
    for (int i = 1; i < 8; i++) result(i, 128, 0, 0);
    // all zero: R = 4096
    load(0, 1, 0, 2, 0, 3);
    for (int i = 0; i < 8; i++) result(i, 4096, 0, 0);
    if (in_ready !== 1 || out_valid !== 0) $error("in_ready %b out_valid %b after the last", in_ready, out_valid);
    $finish;
  end
endmodule
