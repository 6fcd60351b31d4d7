module m(input [7:0] a, output [3:0] b);
  assign b = a;
  sub u(a);
endmodule
module sub(input [3:0] x);
endmodule
