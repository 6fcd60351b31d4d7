module m(input a);
  if (a) begin : g end
  genvar k;
  for (k = 0; k < a; k = k + 1) begin : h end
endmodule
