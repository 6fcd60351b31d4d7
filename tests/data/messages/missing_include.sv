`include "nope.vh"
module m;
endmodule
