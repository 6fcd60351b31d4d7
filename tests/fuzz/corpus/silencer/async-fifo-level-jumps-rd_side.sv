// Read clock domain: read pointer, empty flag, level as the reader sees it.
module rd_side #(
  parameter int ADDR_W       = 4,
  parameter int ALMOST_EMPTY = 2
) (
  input  logic              clk,
  input  logic              rst_n,
  input  logic              rd_en,
  input  logic [ADDR_W:0]   wr_gray_sync,  // write pointer, synchronized to clk
  output logic [ADDR_W-1:0] rd_addr,
  output logic [ADDR_W:0]   rd_gray,
  output logic              empty,
  output logic              almost_empty,
  output logic [ADDR_W:0]   level
);

  import gray_pkg::*;

  localparam int PTR_W = ADDR_W + 1;

  logic [PTR_W-1:0] rd_bin, rd_bin_next, rd_gray_next, wr_bin_sync;
  logic             pop;

  assign pop          = rd_en && !empty;
  assign rd_bin_next  = rd_bin + PTR_W'(pop);
  assign rd_gray_next = PTR_W'(bin2gray(code_t'(rd_bin_next)));

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      rd_bin  <= '0;
      rd_gray <= '0;
      empty   <= 1'b1;
    end else begin
      rd_bin  <= rd_bin_next;
      rd_gray <= rd_gray_next;
      empty   <= (rd_gray_next == wr_gray_sync);
    end
  end

  assign rd_addr      = rd_bin[ADDR_W-1:0];
  assign wr_bin_sync  = PTR_W'(gray2bin(code_t'(wr_gray_sync)));
  assign level        = wr_bin_sync - rd_bin;
  assign almost_empty = (level <= PTR_W'(ALMOST_EMPTY));

endmodule
