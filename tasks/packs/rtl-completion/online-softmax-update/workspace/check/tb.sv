module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_mask = 0, in_last = 0, out_valid;
  logic signed [7:0] in_score = 0, in_value = 0, max;
  logic [15:0] sum;
  logic signed [23:0] acc;

  always #5 clk = ~clk;

  online_softmax dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_mask(in_mask), .in_last(in_last),
    .in_score(in_score), .in_value(in_value), .out_valid(out_valid), .max(max), .sum(sum),
    .acc(acc));

  task automatic put(input int x, input int v, input logic m, input logic l);
    in_valid = 1; in_score = x[7:0]; in_value = v[7:0]; in_mask = m; in_last = l;
    @(posedge clk); #1;
    in_valid = 0;
  endtask

  task automatic want(input logic o, input int m, input int l, input int a);
    if (out_valid !== o || max !== m[7:0] || sum !== l[15:0] || acc !== a[23:0])
      $error("valid %b max %0d sum %0d acc %0d, expected %b %0d %0d %0d", out_valid, max, sum, acc, o, m, l, a);
  endtask

  initial begin
    #12 rst_n = 1;
    want(0, -128, 0, 0);
    put(16, 10, 0, 0); want(0, -128, 0, 0);
    put(7, -3, 0, 0);  want(0, 16, 256, 2560);
    put(100, 9, 1, 0); want(0, 16, 373, 2209);
    put(19, 2, 0, 1);  want(0, 16, 373, 2209);
    put(-50, 1, 0, 0); want(1, 19, 543, 2211);
    put(-51, -1, 0, 1); want(0, -50, 256, 256);
    put(5, 5, 1, 1);   want(1, -50, 491, 21);
    @(posedge clk); #1 want(1, -128, 0, 0);
    @(posedge clk); #1 want(0, -128, 0, 0);
    $finish;
  end
endmodule
