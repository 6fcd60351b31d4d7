module m(input a, input c, output reg b);
  always_comb if (c) b = a;
endmodule
