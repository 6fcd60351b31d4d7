// AXI-Stream width converter, wide to narrow.
//
// A word is held while its chunks go out, lowest bytes first. The last word
// of a packet may be partial: bytes are kept from the lowest up, and chunks
// without any byte are not sent.
module axis_downsizer #(
  parameter int S_BYTES = 8,
  parameter int M_BYTES = 2      // S_BYTES / M_BYTES: a power of two, 2 or more
) (
  input  logic                 clk,
  input  logic                 rst_n,

  input  logic                 s_tvalid,
  output logic                 s_tready,
  input  logic [8*S_BYTES-1:0] s_tdata,
  input  logic [S_BYTES-1:0]   s_tkeep,
  input  logic                 s_tlast,

  output logic                 m_tvalid,
  input  logic                 m_tready,
  output logic [8*M_BYTES-1:0] m_tdata,
  output logic [M_BYTES-1:0]   m_tkeep,
  output logic                 m_tlast
);

  localparam int CHUNKS  = S_BYTES / M_BYTES;
  localparam int INDEX_W = $clog2(CHUNKS);

  logic [8*S_BYTES-1:0] data_q;
  logic [S_BYTES-1:0]   keep_q;
  logic                 last_q;
  logic [INDEX_W-1:0]   index;
  logic                 word_end;   // no more bytes above the current chunk

  assign word_end = (index == INDEX_W'(CHUNKS - 1))
                 || ((keep_q >> (int'(index) + 1)) == '0);

  // The next word may come in while the last chunk of this one goes out.
  assign s_tready = !m_tvalid || (m_tready && word_end);

  always_ff @(posedge clk) begin
    if (!rst_n) begin
      m_tvalid <= 1'b0;
      index    <= '0;
    end else if (s_tready) begin
      m_tvalid <= s_tvalid;
      index    <= '0;
    end else if (m_tready) begin
      index    <= index + 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    if (s_tvalid && s_tready) begin
      data_q <= s_tdata;
      keep_q <= s_tkeep;
      last_q <= s_tlast;
    end
  end

  assign m_tdata = (8*M_BYTES)'(data_q >> (8 * M_BYTES * index));
  assign m_t