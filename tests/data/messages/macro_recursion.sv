`define A `A
module m;
  wire x = `A;
endmodule
