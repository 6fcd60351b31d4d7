// Stimulus for branch_predictor: directed counter walks, aliasing branches,
// flushes, then random updates over a small set of program counters.
module tb;
  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic flush = 1'b0;
  logic [19:0] fetch_pc = '0;
  logic pred_hit, pred_taken;
  logic [19:0] pred_target;
  logic upd_valid = 1'b0, upd_uncond = 1'b0, upd_taken = 1'b0;
  logic [19:0] upd_pc = '0, upd_target = '0;

  always #5 clk = ~clk;

  branch_predictor dut (
    .clk(clk), .rst_n(rst_n), .flush(flush),
    .fetch_pc(fetch_pc), .pred_hit(pred_hit), .pred_taken(pred_taken), .pred_target(pred_target),
    .upd_valid(upd_valid), .upd_pc(upd_pc), .upd_uncond(upd_uncond), .upd_taken(upd_taken),
    .upd_target(upd_target)
  );

  wire run_hit = rst_n && pred_hit;
  // the target is only meaningful together with a taken prediction
  wire use_target = rst_n && pred_taken;

  logic [31:0] s;
  int seed;
  function automatic logic [31:0] xs(input logic [31:0] x);
    logic [31:0] y;
    y = x;
    y = y ^ (y << 13);
    y = y ^ (y >> 17);
    y = y ^ (y << 5);
    return y;
  endfunction

  task automatic upd(input logic [19:0] pc, input logic t, input logic j, input logic [19:0] tgt);
    @(posedge clk); #1;
    fetch_pc = pc; flush = 0;
    upd_valid = 1; upd_pc = pc; upd_taken = t; upd_uncond = j; upd_target = tgt;
  endtask
  task automatic look(input logic [19:0] pc);
    @(posedge clk); #1;
    fetch_pc = pc; flush = 0; upd_valid = 0; upd_taken = 0;
  endtask

  // counter walk: a bit string of outcomes for one branch, looked up after each
  task automatic walk(input logic [19:0] pc, input logic [15:0] outcomes, input int n);
    for (int i = 0; i < n; i++) begin
      upd(pc, outcomes[i], 1'b0, pc + 20'h40 + 20'(i * 4));
      look(pc);
    end
  endtask

  task automatic random_phase(input int n, input logic [19:0] pc_mask, input int taken_rate);
    for (int i = 0; i < n; i++) begin
      @(posedge clk); #1;
      s = xs(s); fetch_pc = {s[19:2], 2'b00} & pc_mask;
      s = xs(s); upd_pc = {s[19:2], 2'b00} & pc_mask;
      s = xs(s); upd_target = {s[19:2], 2'b00};
      if (s[31:30] != 0) fetch_pc = upd_pc;
      s = xs(s);
      upd_valid  = (s[1:0] != 0);
      upd_uncond = (s[6:3] == 0);
      upd_taken  = upd_uncond || (int'(s[15:8]) < taken_rate);
      flush      = (s[25:19] == 0);
    end
    flush = 0; upd_valid = 0;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    s = seed * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    for (int i = 0; i < 32; i++) look(20'(i * 4));
    // all outcome strings of length 7 on one branch
    for (int k = 0; k < 128; k++) begin
      walk(20'h01234, {8'h0, k[6:0], 1'b1}, 8);
      @(posedge clk); #1; flush = 1; upd_valid = 0;
    end
    look(20'h01234);
    // two branches that share an entry, in every state of the first one
    for (int k = 0; k < 32; k++) begin
      walk(20'h01010, {11'h0, k[3:0], 1'b1}, 5);
      walk(20'h11010, {13'h0, 3'b001}, (k[4]) ? 1 : 3);
      look(20'h01010);
    end
    // jump becoming a branch and back
    upd(20'h00208, 1'b1, 1'b1, 20'h00400); look(20'h00208);
    walk(20'h00208, 16'b0000_0001_0000, 6);
    upd(20'h00208, 1'b1, 1'b1, 20'h00404); look(20'h00208);
    // update together with flush
    @(posedge clk); #1; flush = 1; upd_valid = 1; upd_taken = 1; upd_uncond = 0; upd_pc = 20'h00300; upd_target = 20'h00500;
    look(20'h00300); look(20'h00208);
    random_phase(1500, 20'h0004c, 110);
    random_phase(1500, 20'hc00cc, 90);
    // reset in the middle
    @(posedge clk); #1; rst_n = 1'b0; upd_valid = 0; flush = 0;
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    random_phase(1500, 20'h801fc, 128);
    random_phase(1500, 20'hffffc, 160);
    random_phase(1500, 20'h00044, 60);
    @(negedge clk); #1;
    $finish;
  end
endmodule
