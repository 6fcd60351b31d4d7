module m(input [7:0] a, output [3:0] b);
  typedef logic [3:0] nib;
  assign b = nib'(a);
  localparam string s [2] = '{"a", "b"};
endmodule
