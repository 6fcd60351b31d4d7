package step;
  localparam logic [3:0] kStep = 4'd1;
  class process;
  endclass
endpackage
module automatic bench;
endmodule
