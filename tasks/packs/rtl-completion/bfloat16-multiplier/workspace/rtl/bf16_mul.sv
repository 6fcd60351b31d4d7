// bfloat16 multiplier: nearest even, no subnormals, two register stages.
module bf16_mul (
  input  logic        clk,
  input  logic        rst,
  input  logic        in_valid,
  input  logic [15:0] a,
  input  logic [15:0] b,
  output logic        out_valid,
  output logic [15:0] y,
  output logic [3:0]  flags
);

endmodule
