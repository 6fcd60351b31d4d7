module m;
  initial $display("abc);
endmodule
