module m;
  genvar i;
  for (i = 0; i < 10000000; i = i + 1) begin : g
    reg [31:0] r;
    initial r = i;
  end
endmodule
