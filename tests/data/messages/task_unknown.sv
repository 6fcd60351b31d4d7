module m;
  initial begin nothing(1); $nothing(2); end
endmodule
