module tb;
  logic clk = 0, rst = 1, ce = 1, in_valid = 0, out_valid;
  logic [127:0] acts = 0;
  logic [15:0] nonzero = 0, negative = 0;
  logic signed [12:0] out_sum;
  logic [4:0] out_nonzero;

  always #5 clk = ~clk;

  ternary_dot16 dut (
    .clk(clk), .rst(rst), .ce(ce), .in_valid(in_valid), .acts(acts), .nonzero(nonzero),
    .negative(negative), .out_valid(out_valid), .out_sum(out_sum), .out_nonzero(out_nonzero));

  task automatic want(input logic v, input int sum, input int n);
    if (out_valid !== v || out_sum !== sum[12:0] || out_nonzero !== n[4:0])
      $error("valid %b sum %0d nonzero %0d, expected %b %0d %0d", out_valid, out_sum, out_nonzero, v, sum, n);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    in_valid = 1; acts = {8'd100, 104'd0, 8'd5, 8'h80}; nonzero = 16'h8003; negative = 16'h0005;
    @(posedge clk); #1 want(0, 0, 0);
    acts = {16{8'h80}}; nonzero = 16'hFFFF; negative = 16'hFFFF;
    @(posedge clk); #1 want(1, 233, 3);
    in_valid = 0; ce = 0;
    @(posedge clk); #1 want(1, 233, 3);
    ce = 1;
    @(posedge clk); #1 want(1, 2048, 16);
    @(posedge clk); #1 want(0, 0, 0);
    $finish;
  end
endmodule
