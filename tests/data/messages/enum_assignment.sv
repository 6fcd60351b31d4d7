module m(input [1:0] a, output [1:0] b);
  typedef enum logic [1:0] {A, B} t;
  t s;
  assign s = a;
  assign b = s;
endmodule
