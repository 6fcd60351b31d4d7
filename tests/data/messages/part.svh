`define BROKEN 1 +
module part(input a;
endmodule
