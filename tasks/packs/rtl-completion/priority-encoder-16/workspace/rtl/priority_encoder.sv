// Priority encoder of 16 maskable request lines.
module priority_encoder (
  input  logic [15:0] request,
  input  logic [15:0] mask,
  input  logic        high_first,   // 1: the highest number wins, 0: the lowest
  output logic        valid,
  output logic [3:0]  index,
  output logic [15:0] grant,
  output logic        more          // two or more active requests
);

  // to be completed: combinational, no latches

endmodule
