// Packets before and after a reset in the middle of one.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        s_tvalid = 0, s_tlast = 0, s_tuser = 0, m_tready = 0;
  logic        s_tready, m_tvalid, m_tlast, m_tuser;
  logic [7:0]  s_tdata = 0;
  logic [31:0] m_tdata;
  logic [3:0]  m_tkeep;

  always #5 clk = ~clk;

  axis_upsizer dut (
    .clk(clk), .rst_n(rst_n),
    .s_tvalid(s_tvalid), .s_tready(s_tready), .s_tdata(s_tdata),
    .s_tlast(s_tlast), .s_tuser(s_tuser),
    .m_tvalid(m_tvalid), .m_tready(m_tready), .m_tdata(m_tdata),
    .m_tkeep(m_tkeep), .m_tlast(m_tlast), .m_tuser(m_tuser)
  );

  // Model of the word being collected; done words wait in a small ring.
  logic [31:0] col_data, ring_data [0:7];
  logic [3:0]  col_keep, ring_keep [0:7];
  logic        col_user, ring_user [0:7], ring_last [0:7];
  int          lane = 0, put = 0, get = 0;
  int          cycle = 0, packet = 0, pos = 0, length = 0;
  logic        taken, sent;

  function automatic int length_of(input int p);
    case (p)
      0: length_of = 4;
      1: length_of = 8;
      2: length_of = 12;   // broken off
      default: length_of = 1 + (p - 3) % 9;
    endcase
  endfunction

  initial begin
    col_keep = 0; col_user = 0; col_data = 0;
    repeat (2) @(posedge clk);
    #1;
    while (cycle < 160) begin
      rst_n    = !(packet == 2 && pos == 7);
      length   = length_of(packet);
      s_tvalid = rst_n && (cycle % 7 != 3);
      s_tdata  = 8'(16 * packet + pos + 1);
      s_tlast  = (pos == length - 1);
      s_tuser  = (packet % 4 == 1) && (pos == 2);
      m_tready = (cycle % 5 != 1);
      @(negedge clk);
      taken = s_tvalid && s_tready;
      sent  = m_tvalid && m_tready && rst_n;
      if (rst_n && m_tvalid !== (put != get))
        $error("m_tvalid: expected %h, got %h", (put != get), m_tvalid);
      if (sent && put != get) begin
        for (int b = 0; b < 4; b++)
          if (ring_keep[get % 8][b] && m_tdata[8*b +: 8] !== ring_data[get % 8][8*b +: 8])
            $error("m_tdata: expected %h, got %h", ring_data[get % 8], m_tdata);
        if (m_tkeep !== ring_keep[get % 8])
          $error("m_tkeep: expected %h, got %h", ring_keep[get % 8], m_tkeep);
        if (m_tlast !== ring_last[get % 8])
          $error("m_tlast: expected %h, got %h", ring_last[get % 8], m_tlast);
        if (m_tuser !== ring_user[get % 8])
          $error("m_tuser: expected %h, got %h", ring_user[get % 8], m_tuser);
        get = get + 1;
      end
      if (taken) begin
        col_data[8*lane +: 8] = s_tdata;
        col_keep[lane] = 1;
        if (s_tuser) col_user = 1;
        lane = lane + 1;
        if (s_tlast || lane == 4) begin
          ring_data[put % 8] = col_data;
          ring_keep[put % 8] = col_keep;
          ring_user[put % 8] = col_user;
          ring_last[put % 8] = s_tlast;
          put = put + 1;
          lane = 0; col_keep = 0; col_user = 0;
        end
        pos = pos + 1;
        if (pos == length) begin packet = packet + 1; pos = 0; end
      end
      if (!rst_n) begin
        lane = 0; col_keep = 0; col_user = 0; get = put;
        packet = 3; pos = 0;
      end
      @(posedge clk); #1;
      cycle = cycle + 1;
    end
    if (get < 20)
      $error("m_tvalid: expected 20 words or more, got %0d", get);
    $finish;
  end
endmodule
