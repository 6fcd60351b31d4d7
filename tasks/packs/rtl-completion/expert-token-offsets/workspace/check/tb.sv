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

  task automatic token(input int e, input logic sk, input logic la, input logic pv, input int p);
    tok_valid = 1; tok_expert = e[2:0]; tok_skip = sk; tok_last = la;
    #1;
    if (tok_ready !== 1) $error("tok_ready 0 in phase %0d", phase);
    @(posedge clk); #1;
    tok_valid = 0;
    if (pos_valid !== pv || (pv && (pos !== p[7:0] || pos_expert !== e[2:0])))
      $error("token of %0d: pos_valid %b pos %0d of %0d, expected %b %0d", e, pos_valid, pos, pos_expert, pv, p);
  endtask

  task automatic offset(input int e, input int v);
    if (phase !== 1 || tok_ready !== 0 || off_valid !== 1 || off_expert !== e[2:0] || off_value !== v[7:0] || off_total !== (e == 7))
      $error("phase %0d ready %b offset %b of %0d is %0d total %b, expected %0d %0d", phase, tok_ready, off_valid, off_expert, off_value, off_total, e, v);
    @(posedge clk); #1;
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    repeat (2) begin
      token(2, 0, 0, 0, 0); token(0, 0, 0, 0, 0); token(2, 0, 0, 0, 0); token(5, 1, 0, 0, 0); token(7, 0, 1, 0, 0);
      offset(0, 0); offset(1, 1); offset(2, 1);
      for (int e = 3; e < 8; e++) offset(e, 3);
      if (phase !== 2 || off_valid !== 0) $error("phase %0d, expected 2", phase);
      token(2, 0, 0, 1, 1); token(0, 0, 0, 1, 0); token(2, 0, 0, 1, 2); token(5, 1, 0, 0, 0); token(7, 0, 1, 1, 3);
      if (phase !== 0) $error("phase %0d, expected 0", phase);
    end
    $finish;
  end
endmodule
