`include "part.svh"
module m(output b);
  assign b = `BROKEN;
endmodule
