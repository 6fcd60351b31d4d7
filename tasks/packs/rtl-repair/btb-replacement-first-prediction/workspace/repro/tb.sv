// Reproducer: first predictions of a branch that replaces another one.
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

  task automatic resolve(input logic [19:0] pc, input logic taken, input logic [19:0] target);
    @(posedge clk); #1;
    upd_valid = 1; upd_pc = pc; upd_taken = taken; upd_uncond = 0; upd_target = target;
    @(posedge clk); #1;
    upd_valid = 0;
  endtask

  task automatic expect_pred(input logic [19:0] pc, input logic hit, input logic taken, input logic [19:0] target);
    fetch_pc = pc;
    @(negedge clk);
    if (pred_hit !== hit) $error("pred_hit: expected %h, got %h (pc %h)", hit, pred_hit, pc);
    if (pred_taken !== taken) $error("pred_taken: expected %h, got %h (pc %h)", taken, pred_taken, pc);
    if (taken && pred_target !== target)
      $error("pred_target: expected %h, got %h (pc %h)", target, pred_target, pc);
  endtask

  localparam logic [19:0] BR_A = 20'h00220;   // both map to the same entry
  localparam logic [19:0] BR_B = 20'h01220;

  initial begin
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    expect_pred(BR_A, 0, 0, '0);
    // A: seen taken once, then four times not taken
    resolve(BR_A, 1, 20'h00240);
    expect_pred(BR_A, 1, 1, 20'h00240);
    for (int i = 0; i < 4; i++) begin
      resolve(BR_A, 0, '0);
      expect_pred(BR_A, 1, 0, '0);
    end
    // B replaces A and is taken every time
    expect_pred(BR_B, 0, 0, '0);
    resolve(BR_B, 1, 20'h01200);
    expect_pred(BR_A, 0, 0, '0);
    for (int i = 0; i < 3; i++) begin
      expect_pred(BR_B, 1, 1, 20'h01200);
      resolve(BR_B, 1, 20'h01200);
    end
    expect_pred(BR_B, 1, 1, 20'h01200);
    @(posedge clk); #1;
    $finish;
  end
endmodule
