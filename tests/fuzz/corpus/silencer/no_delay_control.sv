module m(output reg b);
  initial begin #5 b = 0; @(b) b = 1; wait (b) b = 0; end
endmodule
