// Adds or subtracts two's complement numbers; wraps or saturates.
module saturating_adder #(
  parameter int WIDTH = 16
) (
  input  logic [WIDTH-1:0] a,
  input  logic [WIDTH-1:0] b,
  input  logic             sub,
  input  logic             saturate,
  output logic [WIDTH-1:0] y,
  output logic             overflow,
  output logic             underflow,
  output logic             negative,
  output logic             zero
);

  // to be completed

endmodule
