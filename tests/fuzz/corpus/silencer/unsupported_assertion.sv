module m(input c, input a, input b);
  assert property (@(posedge c) a |-> ##[1:3] b);
endmodule
