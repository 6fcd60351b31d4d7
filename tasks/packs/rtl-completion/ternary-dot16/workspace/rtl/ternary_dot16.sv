// Dot product of sixteen int8 activations with weights -1, 0 and +1.
module ternary_dot16 (
  input  logic               clk,
  input  logic               rst,
  input  logic               ce,
  input  logic               in_valid,
  input  logic [127:0]       acts,
  input  logic [15:0]        nonzero,
  input  logic [15:0]        negative,
  output logic               out_valid,
  output logic signed [12:0] out_sum,
  output logic [4:0]         out_nonzero
);

endmodule
