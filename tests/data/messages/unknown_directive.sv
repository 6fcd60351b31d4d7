module m(output b);
  assign b = `NOPE;
endmodule
