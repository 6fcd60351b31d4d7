// Signed multiplier, one radix-4 Booth digit per clock, with an early end.
module booth_seq #(
  parameter int W = 8
) (
  input  logic                  clk,
  input  logic                  rst,
  input  logic                  start,
  input  logic signed [W-1:0]   a,
  input  logic signed [W-1:0]   b,
  output logic                  busy,
  output logic                  done,
  output logic signed [2*W-1:0] product,
  output logic [5:0]            steps
);

endmodule
