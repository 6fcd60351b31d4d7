// 4x4 matrix product with sums that stay in place and a buffered output.
module gemm_tile (
  input  logic        clk,
  input  logic        rst_n,

  input  logic        in_valid,
  output logic        in_ready,
  input  logic [31:0] in_a,
  input  logic [31:0] in_b,
  input  logic        in_last,
  input  logic        in_relu,

  output logic        out_valid,
  input  logic        out_ready,
  output logic [1:0]  out_row,
  output logic [79:0] out_data,
  output logic        out_last
);

endmodule
