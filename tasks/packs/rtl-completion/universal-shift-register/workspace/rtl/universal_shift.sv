// Shift register that can hold, shift, rotate, load and reverse.
module universal_shift #(
  parameter int WIDTH = 8
) (
  input  logic             clk,
  input  logic             rst,        // synchronous, active high
  input  logic [2:0]       mode,
  input  logic             ser_left,   // enters at the top bit
  input  logic             ser_right,  // enters at bit 0
  input  logic [WIDTH-1:0] d,
  output logic [WIDTH-1:0] q,
  output logic             lost
);

endmodule
