module tb;

  logic clk = 0, rst_n = 0;
  logic tok_valid = 0, tok_ready, tok_last = 0, out_valid, out_ready = 1, out_last;
  logic [9:0] tok_id = 0, out_id;
  logic [63:0] tok_scores = 0;
  logic [1:0] out_keep;
  logic [2:0] out_first, out_second, out_slot_first, out_slot_second;
  logic [15:0] drop_count;

  always #5 clk = ~clk;

  token_router dut (
    .clk(clk), .rst_n(rst_n),
    .tok_valid(tok_valid), .tok_ready(tok_ready), .tok_id(tok_id), .tok_last(tok_last),
    .tok_scores(tok_scores),
    .out_valid(out_valid), .out_ready(out_ready), .out_id(out_id), .out_last(out_last),
    .out_keep(out_keep), .out_first(out_first), .out_second(out_second),
    .out_slot_first(out_slot_first), .out_slot_second(out_slot_second),
    .drop_count(drop_count));

  // what is compared with each choice
  logic keep_first, keep_second;
  assign keep_first  = out_valid & out_keep[0];
  assign keep_second = out_valid & out_keep[1];

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  // vmask/rmask: valid/ready while (s & mask) != 0, always when the mask is 0
  task automatic traffic(input int n, input logic [31:0] vmask, input logic [31:0] rmask, input logic [5:0] len, input int mode);
    for (int k = 0; k < n; k++) begin
      step();
      tok_valid = (vmask == 0) | ((s & vmask) != 0);
      out_ready = (rmask == 0) | ((s & rmask) != 0);
      tok_last  = (s[30:25] % len) == 0;
      tok_id    = tok_id + 10'd1;
      for (int e = 0; e < 8; e++) begin
        s = xs32(s);
        case (mode)
          0: tok_scores[8*e +: 8] = s[7:0];
          1: tok_scores[8*e +: 8] = {6'd0, s[1:0]};                     // many ties
          2: tok_scores[8*e +: 8] = (e < 3) ? {1'b1, s[6:0]} : s[7:1];  // hot experts
          default: tok_scores[8*e +: 8] = s[0] ? 8'hFF : 8'h00;
        endcase
      end
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F0F0F1;
    repeat (4) step();
    rst_n = 1;
    traffic(500, 0, 0, 40, 0);
    traffic(500, 0, 0, 30, 2);
    traffic(300, 32'h00000001, 0, 20, 1);
    traffic(600, 0, 32'h00000010, 25, 2);
    traffic(600, 32'h00000001, 32'h00000010, 25, 0);
    traffic(400, 0, 0, 1, 0);
    traffic(400, 32'h00000003, 32'h00000030, 7, 1);
    step(); tok_valid = 0; out_ready = 0;
    repeat (4) step();
    // the first token after idle meets a blocked output
    for (int r = 0; r < 30; r++) begin
      traffic(3, 0, 32'h80000000, 20, 3);
      step(); tok_valid = 0; out_ready = 0; step(); out_ready = 1; step(); step();
      out_ready = s[0];
    end
    traffic(200, 0, 32'h00000010, 63, 2);
    step(); rst_n = 0; step(); step(); rst_n = 1;
    traffic(1000, 32'h00000003, 32'h00000010, 30, 2);
    traffic(800, 32'h00000001, 32'h00000070, 15, 3);
    step(); tok_valid = 0; out_ready = 1;
    repeat (6) step();
    $finish;
  end
endmodule
