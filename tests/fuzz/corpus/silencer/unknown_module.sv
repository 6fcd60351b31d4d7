module m(input a, output b);
  missing u(.a(a), .b(b));
endmodule
