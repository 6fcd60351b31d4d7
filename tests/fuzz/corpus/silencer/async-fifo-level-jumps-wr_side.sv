// Write clock domain: write pointer, full flag, level as the writer sees it.
module wr_side #(
  parameter int ADDR_W      = 4,
  parameter int ALMOST_FULL = 12
) (
  input  logic              clk,
  input  logic              rst_n,
  input  logic              wr_en,
  input  logic [ADDR_W:0]   rd_gray_sync,  // read pointer, synchronized to clk
  output logic              push,
  output logic [ADDR_W-1:0] wr_addr,
  output logic [ADDR_W:0]   wr_gray,
  output logic              full,
  output logic              almost_full,
  output logic [ADDR_W:0]   level
);

  import gray_pkg::*;

  localparam int PTR_W = ADDR_W + 1;

  logic [PTR_W-1:0] wr_bin, wr_bin_next, wr_gray_next, rd_bin_sync;
  logic             full_next;

  assign push         = wr_en && !full;
  assign wr_bin_next  = wr_bin + PTR_W'(push);
  assign wr_gray_next = PTR_W'(bin2gray(code_t'(wr_bin_next)));

  // Full: the write pointer is one whole round ahead of the read pointer.
  assign full_next = (wr_gray_next == {~rd_gray_sync[PTR_W-1:PTR_W-2],
                                       rd_gray_sync[PTR_W-3:0]});

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      wr_bin  <= '0;
      wr_gray <= '0;
      full    <= 1'b0;
    end else begin
      wr_bin  <= wr_bin_next;
      wr_gray <= wr_gray_next;
      full    <= full_next;
    end
  end

  assign wr_addr     = wr_bin[ADDR_W-1:0];
  assign rd_bin_sync = PTR_W'(gray2bin(code_t'(rd_gray_sync)));
  assign level       = wr_bin - rd_bin_sync;
  assign almost_full = (level >= PTR_W'(ALMOST_FULL));

endmodule
