module m(output b);
  assign b = nothing.x;
  assign b = m.y;
endmodule
