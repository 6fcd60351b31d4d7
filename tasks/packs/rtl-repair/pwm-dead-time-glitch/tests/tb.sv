module tb;
  logic       clk = 0, rst = 0, run = 0, wr_en = 0;
  logic [1:0] wr_addr = 0;
  logic [9:0] wr_data = 0;
  logic       pending, period_start, out_hi, out_lo;
  logic       pending_b, period_start_b, out_hi_b, out_lo_b;

  always #5 clk = ~clk;

  pwm dut (
    .clk(clk), .rst(rst), .run(run), .wr_en(wr_en), .wr_addr(wr_addr), .wr_data(wr_data),
    .pending(pending), .period_start(period_start), .out_hi(out_hi), .out_lo(out_lo)
  );
  pwm #(.W(5)) dut_b (
    .clk(clk), .rst(rst), .run(run), .wr_en(wr_en), .wr_addr(wr_addr), .wr_data(wr_data[4:0]),
    .pending(pending_b), .period_start(period_start_b), .out_hi(out_hi_b), .out_lo(out_lo_b)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  // one clock with chosen or random inputs; phase of the stimulus in `mode`
  int t, mode, len, busy_left;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    t = 0; len = 15000; busy_left = 0;
    #1;
    while (t < len) begin
      rng   = xs32(rng);
      rst   = (t < 3) || (t == 4000) || (t == 4001) || (t > 9000 && rng[31:22] == 0);
      run   = (t > 20) && !(t > 2000 && t < 2010) && !(t > 6000 && rng[31:24] == 8'h55);
      wr_en = 0;
      // complete first set, also after the directed reset
      if ((t >= 5 && t < 9) || (t >= 4005 && t < 4009)) begin
        wr_en   = 1;
        wr_addr = t[1:0] - 2'd1;
        wr_data = (wr_addr == 0) ? 10'd15 : (wr_addr == 1) ? 10'd7 : 10'd2;
      end else if (t > 60 && t < 4000) begin
        // a walk of complete sets: one write per clock, then a pause of varying length
        if (busy_left > 0) begin
          wr_en     = (busy_left <= 4);
          wr_addr   = 2'(4 - busy_left);
          busy_left = busy_left - 1;
        end else busy_left = 4 + int'(rng[3:0]);
        wr_data = {6'd0, rng[11:8]} + ((wr_addr == 0) ? 10'd8 : 10'd0);
        if (wr_addr == 2) wr_data = {7'd0, rng[10:8]};
      end else if (t > 4100) begin
        // dense random writes, short periods
        wr_en   = (rng[5:4] != 0);
        wr_addr = (rng[8:6] == 0) ? 2'd3 : {rng[9], rng[9] ? 1'b0 : rng[10]};
        wr_data = (wr_addr == 2) ? {8'd0, rng[12:11]} : {6'd0, rng[16:13]};
        if (rng[31:25] == 3) wr_data = {5'd0, rng[14:10]};
        if (wr_addr == 0) wr_data = wr_data | 10'd3;
      end
      @(posedge clk); #1;
      t = t + 1;
    end
    $finish;
  end
endmodule
