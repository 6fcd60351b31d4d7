// Write side of the packet FIFO.
//
// Bytes of a frame are stored ahead of commit_ptr, where the reader does not
// see them. The end of the frame moves commit_ptr over all of them, or takes
// wr_ptr back if the frame is not to be delivered.
module pkt_write #(
  parameter int ADDR_W = 6
) (
  input  logic              clk,
  input  logic              rst_n,
  input  logic              s_tvalid,
  input  logic              s_tlast,
  input  logic              s_tuser,
  input  logic [ADDR_W:0]   rd_ptr,
  output logic              store,
  output logic [ADDR_W-1:0] wr_addr,
  output logic [ADDR_W:0]   commit_ptr,
  output logic              commit,      // a frame becomes visible
  output logic              frame_end,
  output logic              no_room,     // this byte finds the memory full
  output logic              dropping     // an earlier byte of the frame did
);

  localparam int PTR_W = ADDR_W + 1;

  logic [PTR_W-1:0] wr_ptr, wr_next;
  logic             full;

  assign full      = ((wr_ptr - rd_ptr) == PTR_W'(1 << ADDR_W));
  assign no_room   = s_tvalid && !dropping && full;
  assign store     = s_tvalid && !dropping && !full;
  assign frame_end = s_tvalid && s_tlast;
  assign commit    = frame_end && !s_tuser && !dropping;
  assign wr_addr   = wr_ptr[ADDR_W-1:0];
  assign wr_next   = wr_ptr + 1'b1;

  always_ff @(posedge clk) begin
    if (!rst_n) begin
      wr_ptr     <= '0;
      commit_ptr <= '0;
      dropping   <= 1'b0;
    end else if (frame_end) begin
      dropping <= 1'b0;
      if (commit) begin
        wr_ptr     <= wr_next;
        commit_ptr <= wr_next;
      end else begin
        wr_ptr     <= commit_ptr;
      end
    end else if (store) begin
      wr_ptr <= wr_next;
    end else if (no_room) begin
      dropping <= 1'b1;
    end
  end

endmodule
