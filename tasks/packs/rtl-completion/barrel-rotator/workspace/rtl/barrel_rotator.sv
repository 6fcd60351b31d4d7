// Rotates a word, or each of its two halves.
module barrel_rotator #(
  parameter  int WIDTH = 32,
  localparam int AMT_W = $clog2(WIDTH)
) (
  input  logic [WIDTH-1:0] data,
  input  logic [AMT_W-1:0] amount,
  input  logic             right,    // 0: left, 1: right
  input  logic             split,    // rotate the halves each within itself
  output logic [WIDTH-1:0] y
);

  // to be completed

endmodule
