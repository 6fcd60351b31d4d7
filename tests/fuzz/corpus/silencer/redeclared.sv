module m(input a, output b);
  wire t;
  wire t;
  assign b = a;
endmodule
