// Random command sequences against a behavioural slave with a small memory that
// stretches the clock at any bit and sometimes refuses a byte.
module tb;
  logic       clk = 0, rst_n = 1;
  logic [7:0] quarter = 3;
  logic       cmd_valid = 0, read_ack = 0;
  logic [1:0] cmd = 0;
  logic [7:0] wdata = 0;
  logic       cmd_ready, done, nack, scl_low, sda_low;
  logic [7:0] rdata;

  // open-drain bus
  logic s_scl_low = 0, s_sda_low = 0;
  logic scl, sda;
  assign scl = !scl_low && !s_scl_low;
  assign sda = !sda_low && !s_sda_low;

  always #5 clk = ~clk;

  i2c_master dut (
    .clk(clk), .rst_n(rst_n), .quarter(quarter), .cmd_valid(cmd_valid), .cmd_ready(cmd_ready),
    .cmd(cmd), .wdata(wdata), .read_ack(read_ack), .done(done), .rdata(rdata), .nack(nack),
    .scl_low(scl_low), .sda_low(sda_low), .scl_i(scl), .sda_i(sda)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  // slave
  localparam int S_IDLE = 0, S_ADDR = 1, S_WR = 2, S_RD = 3;
  int         s_state = S_IDLE, s_cnt = -1, s_stretch = 0;
  logic       scl_q = 1, sda_q = 1, s_rw = 0, s_mack = 0;
  logic [7:0] s_sh = 0, s_out = 0;
  logic [7:0] s_mem = 8'h3c;

  task automatic slave_step;
    if (s_stretch > 0) begin
      s_stretch = s_stretch - 1;
      if (s_stretch == 0) s_scl_low = 0;
    end
    #1;
    if (scl && scl_q && sda_q && !sda) begin          // start condition
      s_state = S_ADDR; s_cnt = -1; s_sda_low = 0;
    end else if (scl && scl_q && !sda_q && sda) begin // stop condition
      s_state = S_IDLE; s_sda_low = 0;
    end else if (scl && !scl_q) begin                 // sample
      if (s_cnt >= 0 && s_cnt < 8) s_sh = {s_sh[6:0], sda};
      else if (s_cnt == 8)         s_mack = sda;
    end else if (!scl && scl_q && s_state != S_IDLE) begin
      s_cnt = (s_cnt == 8) ? 0 : s_cnt + 1;
      if (s_cnt == 8) begin
        s_sda_low = 0;
        if (s_state == S_ADDR) begin
          s_rw = s_sh[0];
          if (s_sh[7:1] == 7'h50) s_sda_low = 1;
          else s_state = S_IDLE;
        end else if (s_state == S_WR) begin
          s_mem     = s_mem ^ s_sh;
          s_sda_low = (rng[3:0] != 0);
        end
      end else begin
        s_sda_low = 0;
        if (s_cnt == 0) begin
          if (s_state == S_ADDR && s_sh[7:1] == 7'h50 && s_mack == 0)
            s_state = s_rw ? S_RD : S_WR;
          else if (s_state == S_RD && s_mack) s_state = S_IDLE;
          s_out = s_mem;
          s_mem = {s_mem[6:0], s_mem[7] ^ s_mem[5]};
        end
        if (s_state == S_RD) s_sda_low = !s_out[7 - s_cnt];
      end
      if (rng[6:4] == 0) begin                        // stretch the clock
        s_stretch = 1 + int'(rng[12:7]);
        s_scl_low = 1;
      end
    end
    scl_q = scl;
    sda_q = sda;
  endtask

  // master side: a legal sequence of commands, chosen at random
  logic [1:0] last_cmd = 0;
  logic       done_wr, done_rd, open = 0, addressed = 0, reading = 0;
  assign done_wr = done && (last_cmd == 2'd1);
  assign done_rd = done && (last_cmd == 2'd2);

  int t, len;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    #1;
    t = 0; len = 24000;
    while (t < len) begin
      rng   = xs32(rng);
      rst_n = (t > 3) && (t != 9000) && (t != 9001);
      if (!rst_n) begin
        open = 0; addressed = 0; cmd_valid = 0;
        s_state = S_IDLE; s_sda_low = 0; s_scl_low = 0; s_stretch = 0;
      end
      if (t == 6000)  quarter = 8'd1;
      if (t == 12000) quarter = 8'd0;
      if (t == 16000) quarter = 8'd5;
      if (cmd_valid) cmd_valid = 0;
      else if (rst_n && t > 8 && cmd_ready && rng[13:12] != 0) begin
        cmd_valid = 1;
        wdata     = rng[31:24];
        read_ack  = (rng[15:14] != 0);
        if (!open) begin
          cmd = 2'd0; open = 1; addressed = 0;
        end else if (!addressed) begin
          cmd = 2'd1; addressed = 1; reading = rng[16];
          wdata = {(rng[19:17] == 0) ? rng[26:20] : 7'h50, reading};
        end else if (s_state == S_IDLE || rng[18:17] == 0) begin
          cmd = rng[19] ? 2'd0 : 2'd3;
          open = (cmd == 2'd0); addressed = 0;
        end else cmd = reading ? 2'd2 : 2'd1;
        // a byte that was read without acknowledge is the last one
        if (cmd == 2'd2 && rng[18]) read_ack = 1;
        last_cmd = cmd;
      end
      @(posedge clk); #1;
      slave_step();
      t = t + 1;
    end
    $finish;
  end
endmodule
