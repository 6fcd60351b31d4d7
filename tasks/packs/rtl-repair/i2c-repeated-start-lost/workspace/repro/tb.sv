// Start, write a0, start, write a1, write 3c, stop. The slave acknowledges all
// bytes and holds SCL low for 60 clocks after the first one.
module tb;
  logic       clk = 0, rst_n = 0, cmd_valid = 0;
  logic [1:0] cmd = 0;
  logic [7:0] wdata = 0;
  logic       cmd_ready, done, nack, scl_low, sda_low;
  logic [7:0] rdata;

  logic s_scl_low = 0, s_sda_low = 0;
  logic scl, sda;
  assign scl = !scl_low && !s_scl_low;
  assign sda = !sda_low && !s_sda_low;

  always #5 clk = ~clk;

  i2c_master dut (
    .clk(clk), .rst_n(rst_n), .quarter(8'd4), .cmd_valid(cmd_valid), .cmd_ready(cmd_ready),
    .cmd(cmd), .wdata(wdata), .read_ack(1'b0), .done(done), .rdata(rdata), .nack(nack),
    .scl_low(scl_low), .sda_low(sda_low), .scl_i(scl), .sda_i(sda)
  );

  // slave and bus monitor, looking at the lines in the middle of each clock
  logic       scl_q = 1, sda_q = 1;
  int         cnt = -1, starts = 0, stops = 0, bytes = 0, hold = 0;
  logic [7:0] sh = 0;

  always @(negedge clk) if (rst_n) begin
    if (hold > 0) begin
      hold = hold - 1;
      if (hold == 0) s_scl_low = 0;
    end
    #1;
    if (scl && scl_q && sda_q && !sda) begin
      starts = starts + 1; cnt = -1; s_sda_low = 0;
    end else if (scl && scl_q && !sda_q && sda) begin
      stops = stops + 1; cnt = -1;
    end else if (scl && !scl_q) begin
      if (cnt >= 0 && cnt < 8) sh = {sh[6:0], sda};
    end else if (!scl && scl_q) begin
      cnt = (cnt == 8) ? 0 : cnt + 1;
      s_sda_low = (cnt == 8);
      if (cnt == 0 && s_scl_low == 0 && starts > 0) begin
        if (bytes == 1 && hold == 0) begin hold = 60; s_scl_low = 1; end
      end
      if (cnt == 8) bytes = bytes + 1;
    end
    scl_q = scl;
    sda_q = sda;
  end

  // command list with the expected state of the monitor after each command
  int         i, n, count = 6;
  logic [1:0] c_cmd   [6];
  logic [7:0] c_data  [6];
  int         c_start [6];

  initial begin
    c_cmd[0] = 0; c_cmd[1] = 1; c_cmd[2] = 0; c_cmd[3] = 1; c_cmd[4] = 1; c_cmd[5] = 3;
    c_data[0] = 0; c_data[1] = 8'ha0; c_data[2] = 0; c_data[3] = 8'ha1; c_data[4] = 8'h3c;
    c_data[5] = 0;
    c_start[0] = 1; c_start[1] = 1; c_start[2] = 2; c_start[3] = 2; c_start[4] = 2; c_start[5] = 2;
    repeat (3) @(posedge clk);
    #1 rst_n = 1;
    i = 0;
    while (i < count) begin
      @(posedge clk); #1;
      cmd_valid = 1; cmd = c_cmd[i]; wdata = c_data[i];
      @(posedge clk); #1;
      cmd_valid = 0;
      n = 0;
      while (!done && n < 600) begin
        @(posedge clk); #1;
        n = n + 1;
      end
      if (done !== 1'b1) $error("done: expected 1, got %h", done);
      if (starts != c_start[i])
        $error("sda_low: expected %0d start conditions, got %0d", c_start[i], starts);
      if (cmd == 2'd1) begin
        if (sh !== wdata)  $error("sda_low: expected byte %h at the slave, got %h", wdata, sh);
        if (nack !== 1'b0) $error("nack: expected 0, got %h", nack);
      end
      i = i + 1;
    end
    repeat (20) @(posedge clk);
    if (stops != 1) $error("sda_low: expected 1 stop condition, got %0d", stops);
    $finish;
  end
endmodule
