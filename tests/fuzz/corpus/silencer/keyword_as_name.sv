module m(input a, output reg);
  reg always = 1;
endmodule
