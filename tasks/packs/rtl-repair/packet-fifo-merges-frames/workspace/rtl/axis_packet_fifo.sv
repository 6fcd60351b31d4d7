// Store-and-forward frame buffer for a receiver that cannot be stopped: the
// input has no ready. Frames with an error, and frames for which there is no
// room, are dropped as a whole.
module axis_packet_fifo #(
  parameter int ADDR_W = 6
) (
  input  logic            clk,
  input  logic            rst_n,

  input  logic            s_tvalid,
  input  logic [7:0]      s_tdata,
  input  logic            s_tlast,
  input  logic            s_tuser,      // with s_tlast: the frame has an error

  output logic            m_tvalid,
  input  logic            m_tready,
  output logic [7:0]      m_tdata,
  output logic            m_tlast,

  output logic [ADDR_W:0] frames_waiting,
  output logic            overflow,     // a byte found the memory full
  output logic [15:0]     good_frames,
  output logic [15:0]     error_frames,
  output logic [15:0]     lost_frames
);

  logic              store, commit, frame_end, no_room, dropping;
  logic [ADDR_W-1:0] wr_addr;
  logic [ADDR_W:0]   commit_ptr, rd_ptr;
  logic [8:0]        rd_data;

  pkt_write #(.ADDR_W(ADDR_W)) u_write (
    .clk        (clk),
    .rst_n      (rst_n),
    .s_tvalid   (s_tvalid),
    .s_tlast    (s_tlast),
    .s_tuser    (s_tuser),
    .rd_ptr     (rd_ptr),
    .store      (store),
    .wr_addr    (wr_addr),
    .commit_ptr (commit_ptr),
    .commit     (commit),
    .frame_end  (frame_end),
    .no_room    (no_room),
    .dropping   (dropping)
  );

  pkt_ram #(.ADDR_W(ADDR_W)) u_ram (
    .clk     (clk),
    .wr_en   (store),
    .wr_addr (wr_addr),
    .wr_data ({s_tlast, s_tdata}),
    .rd_addr (rd_ptr[ADDR_W-1:0]),
    .rd_data (rd_data)
  );

  pkt_read #(.ADDR_W(ADDR_W)) u_read (
    .clk            (clk),
    .rst_n          (rst_n),
    .commit_ptr     (commit_ptr),
    .commit         (commit),
    .rd_data        (rd_data),
    .rd_ptr         (rd_ptr),
    .m_tvalid       (m_tvalid),
    .m_tready       (m_tready),
    .m_tdata        (m_tdata),
    .m_tlast        (m_tlast),
    .frames_waiting (frames_waiting)
  );

  pkt_stats u_stats (
    .clk          (clk),
    .rst_n        (rst_n),
    .frame_end    (frame_end),
    .frame_error  (s_tuser),
    .no_room      (no_room),
    .dropping     (dropping),
    .good_frames  (good_frames),
    .error_frames (error_frames),
    .lost_frames  (lost_frames)
  );

  assign overflow = no_room;

endmodule
