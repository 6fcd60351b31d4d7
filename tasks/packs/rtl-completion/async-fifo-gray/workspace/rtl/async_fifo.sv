// FIFO between two clock domains; pointers cross in Gray code.
module async_fifo #(
  parameter int WIDTH = 8,
  parameter int LOG2  = 3
) (
  input  logic             wr_clk,
  input  logic             wr_rst_n,   // asynchronous, active low
  input  logic             wr_en,
  input  logic [WIDTH-1:0] wr_data,
  output logic             wr_full,
  output logic [LOG2:0]    wr_level,
  output logic [LOG2:0]    wr_gray,    // write pointer, as it crosses
  input  logic             rd_clk,
  input  logic             rd_rst_n,   // asynchronous, active low
  input  logic             rd_en,
  output logic [WIDTH-1:0] rd_data,
  output logic             rd_empty,
  output logic [LOG2:0]    rd_level,
  output logic [LOG2:0]    rd_gray     // read pointer, as it crosses
);

endmodule
