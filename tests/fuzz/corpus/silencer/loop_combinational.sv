module m(input a, output b);
  wire c;
  assign c = b ^ a;
  assign b = c | a;
endmodule
