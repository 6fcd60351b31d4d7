module m(output reg b);
  initial begin fork #1 b = 0; join_none wait fork; end
endmodule
