module tb;
  logic clk = 0, rst_n = 0, row_valid = 0, row_ready, causal = 0, row_skipped, blk_valid, blk_ready = 1, diag, row_first, row_last;
  logic [15:0] k_base = 16'h1000, k_addr;
  logic [3:0] log_bytes = 6;
  logic [7:0] row_mask = 0;
  logic [2:0] blk_q, blk_k;

  always #5 clk = ~clk;

  block_sparse_addr dut (
    .clk(clk), .rst_n(rst_n), .k_base(k_base), .log_bytes(log_bytes), .row_valid(row_valid),
    .row_ready(row_ready), .row_mask(row_mask), .causal(causal), .row_skipped(row_skipped),
    .blk_valid(blk_valid), .blk_ready(blk_ready), .blk_q(blk_q), .blk_k(blk_k), .k_addr(k_addr),
    .diag(diag), .row_first(row_first), .row_last(row_last));

  task automatic want(input logic [2:0] q, input logic [2:0] k, input logic [15:0] a, input logic [2:0] flags, input logic ready);
    #1;
    if (blk_valid !== 1 || blk_q !== q || blk_k !== k || k_addr !== a || {diag, row_first, row_last} !== flags || row_ready !== ready || row_skipped !== 0)
      $error("valid %b (%0d, %0d) %h diag %b first %b last %b ready %b skipped %b", blk_valid, blk_q, blk_k, k_addr, diag, row_first, row_last, row_ready, row_skipped);
    @(posedge clk); #1;
  endtask

  initial begin
    #12 rst_n = 1;
    row_valid = 1; row_mask = 8'hFF; causal = 1;
    @(posedge clk); #1;
    row_mask = 8'h28; causal = 0;
    want(0, 0, 16'h1000, 3'b111, 1);
    row_mask = 8'hF8; causal = 1;
    want(1, 3, 16'h10C0, 3'b010, 0);
    blk_ready = 0;
    want(1, 5, 16'h1140, 3'b001, 0);
    blk_ready = 1;
    want(1, 5, 16'h1140, 3'b001, 1);
    row_mask = 8'h18;
    if (blk_valid !== 0 || row_skipped !== 1 || row_ready !== 1) $error("valid %b skipped %b ready %b after the empty row", blk_valid, row_skipped, row_ready);
    @(posedge clk); #1;
    row_valid = 0;
    want(3, 3, 16'h10C0, 3'b111, 1);
    if (blk_valid !== 0 || row_skipped !== 0) $error("valid %b skipped %b at the end", blk_valid, row_skipped);
    $finish;
  end
endmodule
