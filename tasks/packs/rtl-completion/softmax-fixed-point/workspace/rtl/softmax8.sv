// Softmax with base two of eight logits, by a serial division.
module softmax8 (
  input  logic              clk,
  input  logic              rst,

  input  logic              in_valid,
  output logic              in_ready,
  input  logic signed [7:0] in_x,

  output logic              out_valid,
  input  logic              out_ready,
  output logic [7:0]        out_p,
  output logic [2:0]        out_index,
  output logic              out_last,

  output logic [18:0]       sum
);

endmodule
