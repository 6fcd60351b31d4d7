// Stimulus for axis_upsizer with four and with eight lanes: random packets,
// random stalls, many short resets.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        s_tvalid = 0, s_tlast = 0, s_tuser = 0, m_tready = 0;
  logic        s_tready, m_tvalid, m_tlast, m_tuser;
  logic [7:0]  s_tdata = 0;
  logic [31:0] m_tdata, m_tdata_kept;
  logic [3:0]  m_tkeep;

  logic        w_s_tvalid = 0, w_s_tlast = 0, w_s_tuser = 0;
  logic        w_s_tready, w_m_tvalid, w_m_tlast, w_m_tuser;
  logic [7:0]  w_s_tdata = 0;
  logic [63:0] w_m_tdata, w_m_tdata_kept;
  logic [7:0]  w_m_tkeep;

  always #5 clk = ~clk;

  axis_upsizer dut (
    .clk(clk), .rst_n(rst_n),
    .s_tvalid(s_tvalid), .s_tready(s_tready), .s_tdata(s_tdata),
    .s_tlast(s_tlast), .s_tuser(s_tuser),
    .m_tvalid(m_tvalid), .m_tready(m_tready), .m_tdata(m_tdata),
    .m_tkeep(m_tkeep), .m_tlast(m_tlast), .m_tuser(m_tuser)
  );

  axis_upsizer #(.M_BYTES(8)) dut_w (
    .clk(clk), .rst_n(rst_n),
    .s_tvalid(w_s_tvalid), .s_tready(w_s_tready), .s_tdata(w_s_tdata),
    .s_tlast(w_s_tlast), .s_tuser(w_s_tuser),
    .m_tvalid(w_m_tvalid), .m_tready(m_tready), .m_tdata(w_m_tdata),
    .m_tkeep(w_m_tkeep), .m_tlast(w_m_tlast), .m_tuser(w_m_tuser)
  );

  // lanes without a byte may hold anything
  always_comb begin
    for (int b = 0; b < 4; b++) m_tdata_kept[8*b +: 8]   = m_tdata[8*b +: 8]   & {8{m_tkeep[b]}};
    for (int b = 0; b < 8; b++) w_m_tdata_kept[8*b +: 8] = w_m_tdata[8*b +: 8] & {8{w_m_tkeep[b]}};
  end

  logic [31:0] s, q;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  int   cyc = 0, next_reset = 150;
  logic busy = 0, w_busy = 0;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h1F2E3D);
    q = xs(s ^ 32'h0BAD_CAFE);
    while (cyc < 6000) begin
      s = xs(s);
      q = xs(q);
      rst_n = !(cyc < 3) && (cyc != next_reset);
      if (cyc == next_reset) next_reset = cyc + 20 + int'(s[31:26]);
      if (!rst_n) begin busy = 0; w_busy = 0; end
      if (!busy) begin
        s_tvalid = rst_n && ((cyc / 200) % 3 != 1 || s[9:8] == 0);
        s_tdata  = q[7:0];
        s_tlast  = (s[12:10] < ((cyc / 400) % 2 == 0 ? 3'd2 : 3'd4));
        s_tuser  = (q[10:8] == 0);
      end
      if (!w_busy) begin
        w_s_tvalid = rst_n && ((cyc / 200) % 3 != 2 || s[14:13] == 0);
        w_s_tdata  = q[18:11];
        w_s_tlast  = (s[17:15] == 0);
        w_s_tuser  = (q[22:19] == 0);
      end
      m_tready = ((cyc / 150) % 4 == 0) || (s[21:18] < (((cyc / 150) % 4 == 1) ? 4'd4 : 4'd11));
      #2;
      busy   = s_tvalid && !s_tready;
      w_busy = w_s_tvalid && !w_s_tready;
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
