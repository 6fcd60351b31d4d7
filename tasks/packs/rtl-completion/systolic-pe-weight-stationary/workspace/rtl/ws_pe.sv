// Systolic element that keeps its weight; activations go right, sums go down.
module ws_pe (
  input  logic               clk,
  input  logic               rst_n,

  input  logic               w_load,
  input  logic               w_swap,
  input  logic signed [7:0]  w_in,
  output logic signed [7:0]  w_out,

  input  logic               x_in_valid,
  output logic               x_in_ready,
  input  logic signed [7:0]  x_in,

  input  logic               p_in_valid,
  output logic               p_in_ready,
  input  logic signed [19:0] p_in,
  input  logic               p_in_last,

  output logic               x_out_valid,
  input  logic               x_out_ready,
  output logic signed [7:0]  x_out,

  output logic               p_out_valid,
  input  logic               p_out_ready,
  output logic signed [19:0] p_out,
  output logic               p_out_last
);

endmodule
