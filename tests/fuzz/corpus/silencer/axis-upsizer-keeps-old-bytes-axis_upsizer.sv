// AXI-Stream width converter, bytes to words.
//
// Bytes are collected from the lowest lane up. The word is complete with its
// last lane or with s_tlast; it then stands at the output until it is taken,
// and the next byte can be collected in the cycle in which that happens.
module axis_upsizer #(
  parameter int M_BYTES = 4      // a power of two, 2 or more
) (
  input  logic                 clk,
  input  logic                 rst_n,

  input  logic                 s_tvalid,
  output logic                 s_tready,
  input  logic [7:0]           s_tdata,
  input  logic                 s_tlast,
  input  logic                 s_tuser,    // error mark of this byte

  output logic                 m_tvalid,
  input  logic                 m_tready,
  output logic [8*M_BYTES-1:0] m_tdata,
  output logic [M_BYTES-1:0]   m_tkeep,
  output logic                 m_tlast,
  output logic                 m_tuser     // some byte of the word is marked
);

  localparam int LANE_W = $clog2(M_BYTES);

  logic [LANE_W-1:0] lane;
  logic              take, word_done, word_sent;

  assign s_tready  = !m_tvalid || m_tready;
  assign take      = s_tvalid && s_tready;
  assign word_done = take && (s_tlast || lane == LANE_W'(M_BYTES - 1));
  assign word_sent = m_tvalid && m_tready;

  // Where the next byte goes, and whether a complete word is waiting.
  always_ff @(posedge clk) begin
    if (!rst_n) begin
      lane     <= '0;
      m_tvalid <= 1'b0;
      m_tlast  <= 1'b0;
    end else begin
      if (word_done)      lane <= '0;
      else if (take)      lane <= lane + 1'b1;

      if (word_done)      m_tvalid <= 1'b1;
      else if (word_sent) m_tvalid <= 1'b0;

      if (word_done)      m_tlast <= s_tlast;
    end
  end

  // The word being collected. When the previous word leaves, its marks go
  // with it; a byte taken in the same cycle is the first of the new word.
  always_ff @(