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

  localparam int HALF = WIDTH / 2;

  // a right rotation by n is a left rotation by -n, modulo the width
  logic [AMT_W-1:0]   left;
  logic [2*WIDTH-1:0] whole;
  logic [WIDTH-1:0]   upper, lower;

  assign left  = right ? -amount : amount;
  assign whole = {right ? data >> amount : data << amount, data};
  assign upper = {data[WIDTH-1:HALF], data[WIDTH-1:HALF]} << left[AMT_W-2:0];
  assign lower = {data[HALF-1:0], data[HALF-1:0]} << left[AMT_W-2:0];

  assign y = split ? {upper[WIDTH-1:HALF], lower[WIDTH-1:HALF]} : whole[2*WIDTH-1:WIDTH];

endmodule
