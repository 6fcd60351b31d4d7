module m(input [7:0] a, output [3:0] b);
  assign b = a[0:3];
endmodule
