// Enables num clocks out of den: an accumulator modulo den.
module frac_enable #(
  parameter int WIDTH = 12
) (
  input  logic             clk,
  input  logic             rst,       // synchronous, active high
  input  logic             en,
  input  logic             restart,   // begin anew at offset
  input  logic [WIDTH-1:0] offset,
  input  logic [WIDTH-1:0] num,
  input  logic [WIDTH-1:0] den,
  output logic             tick,
  output logic [WIDTH-1:0] phase,
  output logic [7:0]       ticks
);

endmodule
