// Read side of the packet FIFO: offers everything up to commit_ptr and counts
// the frames that wait.
module pkt_read #(
  parameter int ADDR_W = 6
) (
  input  logic              clk,
  input  logic              rst_n,
  input  logic [ADDR_W:0]   commit_ptr,
  input  logic              commit,
  input  logic [8:0]        rd_data,
  output logic [ADDR_W:0]   rd_ptr,
  output logic              m_tvalid,
  input  logic              m_tready,
  output logic [7:0]        m_tdata,
  output logic              m_tlast,
  output logic [ADDR_W:0]   frames_waiting
);

  logic pop, frame_read;

  assign m_tvalid           = (rd_ptr != commit_ptr);
  assign {m_tlast, m_tdata} = rd_data;
  assign pop                = m_tvalid && m_tready;
  assign frame_read         = pop && m_tlast;

  always_ff @(posedge clk) begin
    if (!rst_n) begin
      rd_ptr         <= '0;
      frames_waiting <= '0;
    end else begin
      if (pop) rd_ptr <= rd_ptr + 1'b1;
      case ({commit, frame_read})
        2'b10:   frames_waiting <= frames_waiting + 1'b1;
        2'b01:   frames_waiting <= frames_waiting - 1'b1;
        default: ;
      endcase
    end
  end

endmodule
