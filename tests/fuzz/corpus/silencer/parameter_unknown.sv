module m;
  sub #(.W(3)) u();
endmodule
module sub;
endmodule
