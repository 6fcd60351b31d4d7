module m(input clk, input [1:0] i, output reg [3:0] b);
  always @(posedge clk) begin b[i] <= 1; end
  always @(negedge clk) b = 0;
endmodule
