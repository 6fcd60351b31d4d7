module m(input clk, input a, output reg [3:0] b);
  always @(posedge clk) b[0] <= a;
  always @* b[1] = a;
endmodule
