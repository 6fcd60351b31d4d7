// FIFO of any depth in one clock domain; the oldest word is always on show.
module sync_fifo #(
  parameter int WIDTH  = 8,
  parameter int DEPTH  = 12,
  parameter int MARGIN = 2
) (
  input  logic             clk,
  input  logic             rst,           // synchronous, active high
  input  logic             flush,
  input  logic             clear_errors,
  input  logic             wr_en,
  input  logic [WIDTH-1:0] wr_data,
  input  logic             rd_en,
  output logic [WIDTH-1:0] rd_data,
  output logic             full,
  output logic             empty,
  output logic             almost_full,
  output logic             almost_empty,
  output logic [6:0]       level,
  output logic             overflow,
  output logic             underflow
);

endmodule
