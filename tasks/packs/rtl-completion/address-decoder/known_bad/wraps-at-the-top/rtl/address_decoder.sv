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

  logic [REGIONS-1:0] contains;
  logic [REGIONS-1:0] winner;
  logic [15:0]        last_byte;
  logic               too_long, forbidden;

  assign last_byte = {1'b0, addr} + (17'd1 << size) - 17'd1;
  assign winner    = contains & (~contains + 1'b1);
  assign overlap   = (contains != winner);
  assign forbidden = write && ((winner & READ_ONLY) != 0);

  always_comb begin
    for (int i = 0; i < REGIONS; i++) begin
      contains[i] = enable && addr >= FIRST[16*i +: 16] && addr <= LAST[16*i +: 16];
    end
  end

  always_comb begin
    offset   = 16'd0;
    too_long = (size == 2'd3);
    for (int i = 0; i < REGIONS; i++) begin
      if (winner[i]) begin
        offset = addr - FIRST[16*i +: 16];
        if (last_byte > {1'b0, LAST[16*i +: 16]}) too_long = 1'b1;
      end
    end
    sel   = 0;
    fault = 2'd0;
    if (enable) begin
      if (contains == 0)  fault = 2'd1;
      else if (too_long)  fault = 2'd2;
      else if (forbidden) fault = 2'd3;
      else                sel   = winner;
    end
  end

endmodule
