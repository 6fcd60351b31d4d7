module m(input [3:0] n, output [7:0] b);
  wire [n:0] t;
  assign b = t;
endmodule
