// Stimulus for axis_downsizer, 8 to 2 bytes and 4 to 1. The source makes
// packets of random length and holds its word until it is taken.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        s_tvalid = 0, s_tlast = 0, m_tready = 0;
  logic        s_tready, m_tvalid, m_tlast;
  logic [63:0] s_tdata = 0;
  logic [7:0]  s_tkeep = 0;
  logic [15:0] m_tdata, m_tdata_kept;
  logic [1:0]  m_tkeep;

  logic        b_s_tvalid = 0, b_s_tlast = 0;
  logic        b_s_tready, b_m_tvalid, b_m_tlast;
  logic [31:0] b_s_tdata = 0;
  logic [3:0]  b_s_tkeep = 0;
  logic [7:0]  b_m_tdata, b_m_tdata_kept;
  logic        b_m_tkeep;

  always #5 clk = ~clk;

  axis_downsizer dut (
    .clk(clk), .rst_n(rst_n),
    .s_tvalid(s_tvalid), .s_tready(s_tready), .s_tdata(s_tdata),
    .s_tkeep(s_tkeep), .s_tlast(s_tlast),
    .m_tvalid(m_tvalid), .m_tready(m_tready), .m_tdata(m_tdata),
    .m_tkeep(m_tkeep), .m_tlast(m_tlast)
  );

  axis_downsizer #(.S_BYTES(4), .M_BYTES(1)) dut_b (
    .clk(clk), .rst_n(rst_n),
    .s_tvalid(b_s_tvalid), .s_tready(b_s_tready), .s_tdata(b_s_tdata),
    .s_tkeep(b_s_tkeep), .s_tlast(b_s_tlast),
    .m_tvalid(b_m_tvalid), .m_tready(m_tready), .m_tdata(b_m_tdata),
    .m_tkeep(b_m_tkeep), .m_tlast(b_m_tlast)
  );

  // bytes that are not kept may be anything
  assign m_tdata_kept   = m_tdata & {{8{m_tkeep[1]}}, {8{m_tkeep[0]}}};
  assign b_m_tdata_kept = b_m_tdata & {8{b_m_tkeep}};

  logic [31:0] s, q;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  int   cyc = 0, left = 0, b_left = 0;
  logic busy = 0, b_busy = 0;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h577215);
    q = xs(s ^ 32'h00C0_FFEE);
    while (cyc < 6000) begin
      s = xs(s);
      q = xs(q);
      rst_n = !(cyc < 3) && !(cyc > 600 && cyc % 710 < 2);
      if (!rst_n) begin busy = 0; b_busy = 0; left = 0; b_left = 0; end
      if (!busy) begin
        s_tvalid = rst_n && ((cyc / 100) % 3 != 1 || s[9:8] == 0);
        if (s_tvalid) begin
          if (left == 0) left = (cyc < 300) ? 1 + (cyc % 17) : 1 + int'(q[4:0]);
          s_tdata = {q, s};
          s_tlast = (left <= 8);
          s_tkeep = (left >= 8) ? 8'hff : 8'((1 << left) - 1);
          left    = (left > 8) ? left - 8 : 0;
        end
      end
      if (!b_busy) begin
        b_s_tvalid = rst_n && ((cyc / 100) % 3 != 2 || s[11:10] == 0);
        if (b_s_tvalid) begin
          if (b_left == 0) b_left = 1 + int'(q[8:5]);
          b_s_tdata = {q[15:0], s[31:16]};
          b_s_tlast = (b_left <= 4);
          b_s_tkeep = (b_left >= 4) ? 4'hf : 4'((1 << b_left) - 1);
          b_left    = (b_left > 4) ? b_left - 4 : 0;
        end
      end
      m_tready = ((cyc / 150) % 4 == 0) || (s[15:12] < (((cyc / 150) % 4 == 1) ? 4'd4 : 4'd11));
      #2;
      busy   = s_tvalid && !s_tready;
      b_busy = b_s_tvalid && !b_s_tready;
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
