module m(input a, output b);
  assign b = c_missing & a;
  always @(posedge clk) ;
endmodule
