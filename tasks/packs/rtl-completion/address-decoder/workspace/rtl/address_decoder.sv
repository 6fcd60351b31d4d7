// Decodes addresses into regions; the lowest numbered one wins where they overlap.
module address_decoder #(
  parameter int                    REGIONS   = 3,
  parameter logic [16*REGIONS-1:0] FIRST     = {16'hf000, 16'h0000, 16'h1000},
  parameter logic [16*REGIONS-1:0] LAST      = {16'hffff, 16'h7fff, 16'h10ff},
  parameter logic [REGIONS-1:0]    READ_ONLY = 3'b001
) (
  input  logic               enable,
  input  logic               write,
  input  logic [1:0]         size,       // 0: one byte, 1: two, 2: four
  input  logic [15:0]        addr,
  output logic [REGIONS-1:0] sel,
  output logic [15:0]        offset,     // within the winner
  output logic               overlap,
  output logic [1:0]         fault       // 0 none, 1 no region, 2 size, 3 read-only
);

  // to be completed

endmodule
