// Reports rising and falling edges of every bit of a synchronous input.
module edge_detector #(
  parameter int WIDTH = 4
) (
  input  logic             clk,
  input  logic             rst,      // synchronous, active high
  input  logic             en,       // sample d at this edge
  input  logic [WIDTH-1:0] d,
  output logic [WIDTH-1:0] rise,
  output logic [WIDTH-1:0] fall,
  output logic             changed   // any edge in this clock
);

endmodule
