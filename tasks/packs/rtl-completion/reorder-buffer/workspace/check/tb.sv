// The example of the instruction, after six operations that bring the tags to it.
module tb;
  logic        clk = 0, rst = 1, alloc = 0, a_done = 0, b_done = 0, commit_ready = 0, flush = 0;
  logic [4:0]  alloc_dest = 0, commit_dest;
  logic [2:0]  alloc_tag, a_tag = 0, b_tag = 0, commit_tag, flush_tag = 0;
  logic [15:0] a_data = 0, b_data = 0, commit_data;
  logic        can_alloc, commit_valid;
  logic [3:0]  count;

  always #5 clk = ~clk;

  reorder_buffer dut (
    .clk(clk), .rst(rst), .alloc(alloc), .alloc_dest(alloc_dest), .alloc_tag(alloc_tag), .can_alloc(can_alloc),
    .a_done(a_done), .a_tag(a_tag), .a_data(a_data), .b_done(b_done), .b_tag(b_tag), .b_data(b_data),
    .commit_valid(commit_valid), .commit_ready(commit_ready), .commit_tag(commit_tag),
    .commit_dest(commit_dest), .commit_data(commit_data), .flush(flush), .flush_tag(flush_tag), .count(count)
  );

  // clock once, then compare; everything is idle afterwards
  task automatic clock(input logic [3:0] n, input logic [2:0] t, input logic v, input logic [4:0] d,
                       input logic [15:0] r);
    @(posedge clk); #1;
    if (count !== n) $error("count: expected %0d, got %0d", n, count);
    if (can_alloc !== (n < 8)) $error("can_alloc: got %b at count %0d", can_alloc, n);
    if (alloc_tag !== t) $error("alloc_tag: expected %0d, got %0d", t, alloc_tag);
    if (commit_valid !== v) $error("commit_valid: expected %b, got %b", v, commit_valid);
    if (v && commit_dest !== d) $error("commit_dest: expected %0d, got %0d", d, commit_dest);
    if (v && commit_data !== r) $error("commit_data: expected %h, got %h", r, commit_data);
    if (v && commit_tag !== (t - n[2:0])) $error("commit_tag: expected %0d, got %0d", t - n[2:0], commit_tag);
    alloc = 0; a_done = 0; b_done = 0; commit_ready = 0; flush = 0;
  endtask

  initial begin
    alloc = 1;
    clock(0, 0, 0, 0, 0);
    rst = 0;
    for (int i = 0; i < 6; i++) begin
      alloc = 1; alloc_dest = i;
      clock(1, 3'd1 + i, 0, 0, 0);
      a_done = 1; a_tag = i; a_data = 16'h100 + i;
      b_done = 1; b_tag = i; b_data = 16'hbad;
      clock(1, 3'd1 + i, 1, i, 16'h100 + i);
      commit_ready = 1;
      clock(0, 3'd1 + i, 0, 0, 0);
    end
    for (int i = 0; i < 4; i++) begin
      alloc = 1; alloc_dest = 10 + i;
      clock(i + 1, 3'd7 + i, 0, 0, 0);
    end
    a_done = 1; a_tag = 0; a_data = 16'h2000;
    b_done = 1; b_tag = 6; b_data = 16'h2006;
    clock(4, 2, 1, 10, 16'h2006);
    a_done = 1; a_tag = 6; a_data = 16'hbad;    // has completed already
    clock(4, 2, 1, 10, 16'h2006);
    flush = 1; flush_tag = 7; commit_ready = 1; alloc = 1;
    a_done = 1; a_tag = 7; a_data = 16'h2007;
    clock(1, 0, 1, 11, 16'h2007);
    flush = 1; flush_tag = 3;                   // not held
    clock(1, 0, 1, 11, 16'h2007);
    flush = 1; flush_tag = 7; commit_ready = 1;
    clock(0, 0, 0, 0, 0);
    $finish;
  end
endmodule
