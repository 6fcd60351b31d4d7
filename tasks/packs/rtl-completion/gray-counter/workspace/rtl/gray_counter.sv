// Counter with its value in binary and, from a register of its own, in Gray code.
module gray_counter #(
  parameter int WIDTH = 4
) (
  input  logic             clk,
  input  logic             rst_n,   // asynchronous, active low
  input  logic             clear,   // synchronous
  input  logic             en,
  input  logic             down,
  output logic [WIDTH-1:0] gray,
  output logic [WIDTH-1:0] binary,
  output logic             last     // the next step would wrap
);

endmodule
