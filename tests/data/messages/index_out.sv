module m(input [7:0] a, output b);
  assign b = a[9];
endmodule
