module m;
  import nope::*;
  wire x = other::y;
endmodule
