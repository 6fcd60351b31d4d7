module m(input real r, output b);
  assign b = r > 1.0;
  event e;
  sequence s; @(posedge b) 1; endsequence
  covergroup g; endgroup
endmodule
