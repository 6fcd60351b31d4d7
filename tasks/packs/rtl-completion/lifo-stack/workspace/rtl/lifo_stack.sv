// Stack that shows its two uppermost words.
module lifo_stack #(
  parameter int SIZE = 6
) (
  input  logic        clk,
  input  logic        rst,     // synchronous, active high
  input  logic        push,
  input  logic        pop,
  input  logic [15:0] data,
  output logic [15:0] top,
  output logic [15:0] second,
  output logic [5:0]  depth,
  output logic        full,
  output logic        empty,
  output logic [1:0]  error    // 0 none, 1 overflow, 2 underflow
);

endmodule
