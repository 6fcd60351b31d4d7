module tb;

  logic clk = 0, rst_n = 0, clear_req = 0, clearing, in_valid = 0, in_ready;
  logic rd_req = 0, rd_ready, rd_valid;
  logic [5:0] in_bin = 0, rd_bin = 0;
  logic [3:0] in_weight = 0;
  logic [11:0] rd_count;

  always #5 clk = ~clk;

  hist_top dut (
    .clk(clk), .rst_n(rst_n), .clear_req(clear_req), .clearing(clearing),
    .in_valid(in_valid), .in_ready(in_ready), .in_bin(in_bin), .in_weight(in_weight),
    .rd_req(rd_req), .rd_ready(rd_ready), .rd_bin(rd_bin),
    .rd_valid(rd_valid), .rd_count(rd_count));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one phase of the run: what to do, in this order
  integer     phase;
  integer     rst_len;      // clocks of reset (0: none)
  integer     wait_len;     // idle clocks
  integer     n;            // clocks of random traffic
  logic       patterns;     // all patterns of five operations on two bins
  logic [5:0] spread;       // mask of the bin number
  integer     same;         // chance (of 8) to stay at the bin
  integer     load;         // chance (of 8) of a sample
  integer     rd;           // chance (of 8) of a read
  logic       heavy;        // weight always 15
  logic       clr;          // random clear requests
  logic       one_clear;    // a clear request after the traffic, then wait_len clocks
  logic       read_back;

  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  task automatic plan(input integer r, input integer w, input integer len, input logic [5:0] sp,
                      input integer sm, input integer ld, input integer rds, input logic h,
                      input logic c, input logic rb);
    rst_len = r; wait_len = w; n = len; spread = sp; same = sm; load = ld; rd = rds;
    heavy = h; clr = c; read_back = rb; patterns = 0; one_clear = 0;
  endtask

  logic [10:0] p;
  integer k;
  integer t;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h11223344;
    for (phase = 0; phase != 20; phase = phase + 1) begin
      case (phase)
        0:  plan(4, 70, 0, 6'h3F, 0, 0, 0, 0, 0, 1);
        1:  begin plan(0, 0, 0, 6'h3F, 0, 0, 0, 0, 0, 1); patterns = 1; end
        2:  plan(0, 0, 800, 6'h3F, 3, 8, 0, 0, 0, 1);
        3:  begin plan(0, 70, 500, 6'h03, 2, 6, 6, 0, 0, 1); one_clear = 1; end
        4:  plan(0, 0, 2000, 6'h07, 4, 5, 8, 0, 1, 1);
        5:  plan(0, 0, 1500, 6'h03, 4, 8, 8, 1, 0, 1);          // into the limit
        // a clean reset, then resets that hit the sweep
        6:  plan(2, 70, 0, 6'h3F, 0, 0, 0, 0, 0, 1);
        7:  plan(0, 0, 600, 6'h3F, 1, 8, 0, 1, 0, 0);
        8:  plan(1, 20 + int'(s[3:0]), 0, 6'h3F, 0, 0, 0, 0, 0, 0);
        9:  plan(3, 70, 0, 6'h3F, 0, 0, 0, 0, 0, 1);
        10: begin plan(0, 10 + int'(s[4:0]), 600, 6'h3F, 1, 7, 4, 1, 0, 0); one_clear = 1; end
        11: plan(1, 66, 0, 6'h3F, 0, 0, 0, 0, 0, 1);
        12: plan(0, 0, 300, 6'h3F, 1, 8, 0, 1, 0, 0);
        13: plan(1, 64, 0, 6'h3F, 0, 0, 0, 0, 0, 0);
        14: plan(1, 63, 0, 6'h3F, 0, 0, 0, 0, 0, 0);
        15: plan(1, 5, 400, 6'h1F, 2, 6, 8, 0, 0, 1);
        16: plan(0, 0, 900, 6'h01, 3, 7, 8, 0, 0, 1);
        17: plan(1, 3, 100, 6'h0F, 3, 7, 8, 0, 0, 0);
        18: plan(1, 0, 700, 6'h0F, 3, 7, 8, 0, 1, 1);
        default: plan(0, 80, 800, 6'h07, 5, 7, 8, 0, 1, 1);
      endcase

      if (rst_len != 0) begin
        step(); rst_n = 0; in_valid = 0; rd_req = 0; clear_req = 0;
        for (k = 0; k != rst_len; k = k + 1) step();
        rst_n = 1;
      end
      if (!one_clear) for (k = 0; k != wait_len; k = k + 1) step();

      if (patterns) begin
        for (p = 0; p != 1024; p = p + 1) begin
          for (k = 0; k != 8; k = k + 1) begin
            step();
            if (k < 5) begin
              in_valid = p[k];  in_bin = {5'd4, p[k + 5]}; in_weight = 4'd3;
              rd_req   = ~p[k]; rd_bin = in_bin;
            end else if (s[0]) begin
              in_valid = 0; rd_req = 0;
            end
          end
        end
      end

      for (t = 0; t != n; t = t + 1) begin
        step();
        in_valid  = int'(s[2:0]) < load;
        rd_req    = int'(s[5:3]) < rd;
        if (int'(s[8:6]) >= same) in_bin = s[14:9] & spread;
        rd_bin    = s[15] ? in_bin : s[21:16] & spread;
        in_weight = heavy ? 4'hF : (s[31] ? s[25:22] : 4'd1);
        clear_req = clr & (s[30:23] == 0);
      end

      if (one_clear) begin
        step(); clear_req = 1; in_valid = 1;
        step(); clear_req = 0;
        for (k = 0; k != wait_len; k = k + 1) step();
      end
      in_valid = 0; rd_req = 0; clear_req = 0;

      if (read_back) begin
        for (k = 0; k != 67; k = k + 1) begin
          step();
          rd_req = k < 64; rd_bin = k[5:0];
        end
      end
    end
    $finish;
  end
endmodule
