module m(input a, output reg b);
  assign b = a;
  always @* b = a;
endmodule
