module m(output [3:0] b);
  assign b = 4'b12;
endmodule
