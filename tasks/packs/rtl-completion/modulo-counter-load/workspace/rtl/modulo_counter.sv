// Counts 0 ... MODULO - 1 up or down, with load and a pulse on wrapping.
module modulo_counter #(
  parameter int MODULO = 60
) (
  input  logic       clk,
  input  logic       rst,         // synchronous, active high
  input  logic       load,
  input  logic [7:0] load_value,
  input  logic       en,
  input  logic       down,
  output logic [7:0] count,
  output logic       wrap,
  output logic       at_end
);

endmodule
