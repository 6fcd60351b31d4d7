module m(input a, output b);
  sub u(.a(a), .c(b));
endmodule
module sub(input a, output b);
  assign b = a;
endmodule
