// Addresses of rows of equidistant beats, rows a stride apart.
module dma_addr2d (
  input  logic        clk,
  input  logic        rst_n,

  input  logic        start,
  input  logic        abort,
  input  logic [19:0] base,
  input  logic [19:0] stride,
  input  logic [7:0]  beats,
  input  logic [5:0]  rows,
  input  logic [2:0]  size,
  output logic        busy,
  output logic        done,

  output logic        addr_valid,
  input  logic        addr_ready,
  output logic [19:0] addr,
  output logic        row_end,
  output logic        last
);

endmodule
