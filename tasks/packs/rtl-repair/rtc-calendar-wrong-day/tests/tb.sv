module tb;
  logic        clk = 0, rst_n = 1, tick = 0, set_en = 0, alarm_en = 0;
  logic [23:0] set_time = 0, set_date = 24'h000101;
  logic [2:0]  set_weekday = 0;
  logic [15:0] alarm_time = 0;
  logic [23:0] time_bcd, date_bcd;
  logic [2:0]  weekday;
  logic        alarm_hit;

  always #5 clk = ~clk;

  rtc dut (
    .clk(clk), .rst_n(rst_n), .tick(tick), .set_en(set_en), .set_time(set_time),
    .set_date(set_date), .set_weekday(set_weekday), .alarm_en(alarm_en),
    .alarm_time(alarm_time), .time_bcd(time_bcd), .date_bcd(date_bcd),
    .weekday(weekday), .alarm_hit(alarm_hit)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  function automatic logic [7:0] bcd(input int v);
    return {4'(v / 10), 4'(v % 10)};
  endfunction

  int t, len, y, m, d, last, slot;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    t = 0; len = 20000; y = 0; m = 1; slot = 0;
    #1;
    while (t < len) begin
      rng      = xs32(rng);
      rst_n    = (t > 3) && (t != 15000);
      tick     = (t < 12000) || (t >= 16000) || (rng[2:0] != 0);
      set_en   = 0;
      alarm_en = (rng[31:29] != 0);
      if (t > 5 && t < 15500) begin
        // a slot of 8 clocks for each month of each year, in order, then random dates:
        // set to the last second of some day near the end of the month, let it run
        if (slot == 0) begin
          set_en = 1;
          if (t < 9700) begin
            m = m + 1;
            if (m > 12) begin m = 1; y = (y == 99) ? 0 : y + 1; end
          end else begin
            y = int'(rng[14:8]) % 100;
            m = 1 + int'(rng[18:15]) % 12;
          end
          last = (m == 2) ? ((y % 4 == 0) ? 29 : 28)
                          : ((m == 4 || m == 6 || m == 9 || m == 11) ? 30 : 31);
          d = (t < 9700 && rng[20:19] != 0) ? last : last - int'(rng[22:21]);
          if (m == 2 && rng[19]) d = 28;
          if (t > 11000 && rng[23]) d = 1 + int'(rng[28:24]) % last;
          set_date    = {bcd(y), bcd(m), bcd(d)};
          set_time    = 24'h235957 + {22'd0, rng[5:4]} % 24'd3;
          set_weekday = 3'(int'(rng[7:5]) % 7);
          if (t > 12000) set_time = {bcd(int'(rng[4:0]) % 24), rng[6] ? 8'h59 : 8'h19, 8'h58};
          alarm_time  = rng[16] ? 16'h0000 : {bcd(int'(rng[4:0]) % 24), 8'h20};
          slot        = 7;
        end else slot = slot - 1;
      end
      // long undisturbed runs over midnight into a new year and through an hour
      if (t == 16000) begin
        set_en = 1; set_date = 24'h991231; set_time = 24'h233000; set_weekday = 3'd4;
        alarm_time = 16'h0010;
      end
      @(posedge clk); #1;
      t = t + 1;
    end
    $finish;
  end
endmodule
