interface bus; logic x; modport p(input x); endinterface
module m(bus.p i, output b);
  assign b = i.x;
endmodule
