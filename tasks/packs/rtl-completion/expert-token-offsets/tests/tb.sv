module tb;
  logic clk = 0, rst_n = 0, tok_valid = 0, tok_ready, tok_skip = 0, tok_last = 0, off_valid, off_total, pos_valid;
  logic [2:0] tok_expert = 0, off_expert, pos_expert;
  logic [1:0] phase;
  logic [7:0] off_value, pos;

  always #5 clk = ~clk;

  expert_offsets dut (
    .clk(clk), .rst_n(rst_n), .tok_valid(tok_valid), .tok_ready(tok_ready),
    .tok_expert(tok_expert), .tok_skip(tok_skip), .tok_last(tok_last), .phase(phase),
    .off_valid(off_valid), .off_expert(off_expert), .off_value(off_value), .off_total(off_total),
    .pos_valid(pos_valid), .pos(pos), .pos_expert(pos_expert));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  // one pass of n tokens with gaps; the same seed gives the same tokens
  task automatic pass(input logic [31:0] from, input int n, input int mode, input logic gaps);
    logic [31:0] r;
    r = from;
    for (int k = 0; k < n; k++) begin
      r = xs32(r);
      step();
      while (gaps && s[5:4] == 0) begin
        tok_valid = 0; tok_last = s[6]; tok_expert = s[9:7]; tok_skip = 0;
        step();
      end
      tok_valid  = 1;
      tok_expert = (mode == 0) ? r[2:0] : (mode == 1) ? {2'b11, r[0]} : 3'd0;
      tok_skip   = (mode != 2) & (r[6:4] == 0);
      tok_last   = k == n - 1;
    end
    step();
    tok_valid = 0; tok_last = 0;
  endtask

  task automatic batch(input int n, input int mode, input logic gaps);
    logic [31:0] from;
    from = s;
    pass(from, n, mode, gaps);
    // tokens that are offered meanwhile are not taken
    tok_valid = s[0]; tok_last = s[1]; tok_expert = s[4:2]; tok_skip = 0;
    repeat (7) step();
    tok_valid = 0;
    step();
    pass(from, n, mode, gaps);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    batch(1, 0, 0);
    batch(20, 0, 0);
    batch(270, 2, 0);
    batch(100, 0, 1);
    batch(60, 1, 1);
    batch(300, 0, 0);
    for (int b = 0; b < 10; b++) batch(1 + s[4:0], b % 3, b[0]);
    // anything, with resets in all phases
    for (int n = 0; n < 2500; n++) begin
      step();
      rst_n      = s[31:25] != 0;
      tok_valid  = s[1:0] != 0;
      tok_expert = s[4:2];
      tok_skip   = s[7:5] == 0;
      tok_last   = s[11:8] == 0;
    end
    rst_n = 1; tok_valid = 0;
    repeat (20) step();
    $finish;
  end
endmodule
