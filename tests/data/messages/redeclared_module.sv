module m(output b);
  assign b = 1;
endmodule
module m(input c);
endmodule
