module m(input a, input c, output reg b);
  always @(posedge c) b <= a;
  always @(posedge a) b <= 0;
endmodule
