module m(input clk, input a, output b);
  always @(posedge clk) b <= a;
endmodule
