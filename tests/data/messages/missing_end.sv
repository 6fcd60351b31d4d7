module m(input clk, input a, output reg b);
  always @(posedge clk) begin
    b <= a;
endmodule
