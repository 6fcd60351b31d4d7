module m(input a, output b);
  tranif1 t(a, b, a);
  pullup (b);
  nmos n(b, a, a);
endmodule
