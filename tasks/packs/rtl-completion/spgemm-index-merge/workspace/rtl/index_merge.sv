// Merges two sorted index streams and adds the values of equal indices.
module index_merge (
  input  logic               clk,
  input  logic               rst_n,

  input  logic               a_valid,
  output logic               a_ready,
  input  logic [7:0]         a_index,
  input  logic signed [15:0] a_value,
  input  logic               a_last,

  input  logic               b_valid,
  output logic               b_ready,
  input  logic [7:0]         b_index,
  input  logic signed [15:0] b_value,
  input  logic               b_last,

  output logic               out_valid,
  input  logic               out_ready,
  output logic [7:0]         out_index,
  output logic signed [15:0] out_value,
  output logic               out_last
);

endmodule
