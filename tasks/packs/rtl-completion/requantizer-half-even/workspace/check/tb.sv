module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_unsigned = 0, in_relu = 0, out_valid, out_sat;
  logic [31:0] in_acc = 0;
  logic [15:0] in_mult = 0;
  logic [5:0] in_shift = 0;
  logic [7:0] in_zp = 0, out_q;

  always #5 clk = ~clk;

  requant_even dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_acc(in_acc), .in_mult(in_mult),
    .in_shift(in_shift), .in_unsigned(in_unsigned), .in_relu(in_relu), .in_zp(in_zp),
    .out_valid(out_valid), .out_q(out_q), .out_sat(out_sat));

  task automatic put(input int acc, input int mult, input int sh, input logic u, input logic r, input int zp, input int q, input logic sat);
    in_valid = 1; in_acc = acc; in_mult = mult[15:0]; in_shift = sh[5:0]; in_unsigned = u; in_relu = r; in_zp = zp[7:0];
    @(posedge clk); #1;
    in_valid = 0;
    if (out_valid !== 0) $error("out_valid too early");
    @(posedge clk); #1;
    if (out_valid !== 1 || out_q !== q[7:0] || out_sat !== sat)
      $error("%0d * %0d >> %0d: valid %b q %0d sat %b, expected %0d %b", acc, mult, sh, out_valid, $signed(out_q), out_sat, q, sat);
    @(posedge clk); #1;
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    put(-5, 3, 1, 0, 0, 10, 2, 0);
    put(5, 1, 1, 0, 0, 0, 2, 0);
    put(7, 1, 1, 0, 0, 0, 4, 0);
    put(-7, 1, 1, 0, 0, 0, -4, 0);
    put(-3, 1, 0, 0, 0, 0, -3, 0);
    put(1000, 1, 2, 0, 0, 0, 127, 1);
    put(1000, 1, 2, 1, 0, 3, 253, 0);
    put(-9, 1, 0, 1, 1, 200, 200, 1);
    $finish;
  end
endmodule
