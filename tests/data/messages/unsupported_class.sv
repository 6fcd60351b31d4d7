module m(output reg b);
  class c; rand int x; constraint k { x > 3; } endclass
  initial begin c o; o = new; void'(o.randomize()); b = 0; end
endmodule
