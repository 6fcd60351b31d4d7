// Stimulus for axis_packet_fifo with 16 and with 64 bytes: exact fits, frames
// too long by one, then random frames with readers of changing speed.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        s_tvalid = 0, s_tlast = 0, s_tuser = 0, m_tready = 0;
  logic [7:0]  s_tdata = 0;

  logic        m_tvalid, m_tlast, overflow;
  logic [7:0]  m_tdata;
  logic [4:0]  frames_waiting;
  logic [15:0] good_frames, error_frames, lost_frames;

  logic        b_m_tvalid, b_m_tlast, b_overflow;
  logic [7:0]  b_m_tdata;
  logic [6:0]  b_frames_waiting;
  logic [15:0] b_good_frames, b_error_frames, b_lost_frames;

  always #5 clk = ~clk;

  axis_packet_fifo #(.ADDR_W(4)) dut (
    .clk(clk), .rst_n(rst_n),
    .s_tvalid(s_tvalid), .s_tdata(s_tdata), .s_tlast(s_tlast), .s_tuser(s_tuser),
    .m_tvalid(m_tvalid), .m_tready(m_tready), .m_tdata(m_tdata), .m_tlast(m_tlast),
    .frames_waiting(frames_waiting), .overflow(overflow),
    .good_frames(good_frames), .error_frames(error_frames), .lost_frames(lost_frames)
  );

  axis_packet_fifo dut_b (
    .clk(clk), .rst_n(rst_n),
    .s_tvalid(s_tvalid), .s_tdata(s_tdata), .s_tlast(s_tlast), .s_tuser(s_tuser),
    .m_tvalid(b_m_tvalid), .m_tready(m_tready), .m_tdata(b_m_tdata), .m_tlast(b_m_tlast),
    .frames_waiting(b_frames_waiting), .overflow(b_overflow),
    .good_frames(b_good_frames), .error_frames(b_error_frames), .lost_frames(b_lost_frames)
  );

  logic [31:0] s, q;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  int cyc = 0, left = 0, frame = 0;

  // the first frames: exact fit, exact fit in parts, one too long, ...
  function automatic int length_of(input int f, input logic [5:0] r);
    case (f)
      0: length_of = 16;
      1: length_of = 10;
      2: length_of = 6;
      3: length_of = 1;
      4: length_of = 17;
      5: length_of = 18;
      6: length_of = 15;
      7: length_of = 1;
      8: length_of = 1;
      9: length_of = 64;
      10: length_of = 65;
      11: length_of = 66;
      default: begin
        if (f % 16 == 15)     length_of = 40 + int'(r[4:0]);
        else if (f % 4 == 3)  length_of = 12 + int'(r[2:0]);
        else                  length_of = 1 + int'(r[3:0]);
      end
    endcase
  endfunction

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h600DF00D);
    q = xs(s ^ 32'h0123_4567);
    while (cyc < 9000) begin
      s = xs(s);
      q = xs(q);
      rst_n = !(cyc < 3) && !(cyc > 1000 && cyc % 870 < 2);
      if (!rst_n) left = 0;
      // the source: gaps between bytes and between frames
      if (left == 0) begin
        if (frame < 12 ? (cyc % 100 == 5) : (s[1:0] == 0)) begin
          left = length_of(frame, q[5:0]);
          frame = frame + 1;
        end
      end
      s_tvalid = rst_n && (left > 0) && (frame < 12 || s[4:2] != 0);
      s_tdata  = q[15:8];
      s_tlast  = (left == 1);
      s_tuser  = (frame > 12) && ((left == 1) ? (s[8:5] == 0) : s[5]);
      if (s_tvalid) left = left - 1;
      // the reader: rests during the first frames, later at various speeds
      if (cyc < 1300)
        m_tready = ((cyc % 100) > 75) && (frame != 1 && frame != 2 && frame != 6 && frame != 7);
      else case ((cyc / 250) % 4)
        0: m_tready = (s[12:9] < 4'd6);
        1: m_tready = (s[12:9] < 4'd9);
        2: m_tready = (s[12:9] < 4'd3);
        default: m_tready = ((cyc / 40) % 2 == 0);
      endcase
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
