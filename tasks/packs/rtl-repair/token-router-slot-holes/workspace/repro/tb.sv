// Reproducer: two batches, the dispatcher pauses after some results.
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

  localparam int N = 30;              // the first batch has 20 tokens

  int used [8];
  int got = 0;

  function automatic int first_of(input int k);
    return (k * k + 3) % 5;
  endfunction
  function automatic int second_of(input int k);
    return 5 + k % 3;
  endfunction

  function automatic logic [63:0] scores_of(input int k);
    logic [63:0] v;
    for (int e = 0; e < 8; e++) v[8*e +: 8] = 8'(10 + e);
    v[8*first_of(k) +: 8]  = 8'd200;
    v[8*second_of(k) +: 8] = 8'd120;
    return v;
  endfunction

  task automatic one_choice(input logic second, input int e, input logic keep, input logic [2:0] slot);
    if (keep !== (used[e] < 6)) $error("out_keep: expected %h, got %h (choice %0d)", used[e] < 6, keep, second);
    else if (keep) begin
      if (!second && slot !== 3'(used[e])) $error("out_slot_first: expected %h, got %h", 3'(used[e]), slot);
      if (second && slot !== 3'(used[e]))  $error("out_slot_second: expected %h, got %h", 3'(used[e]), slot);
    end
    if (used[e] < 6) used[e] = used[e] + 1;
  endtask

  // compare at the transfer
  always @(negedge clk) if (rst_n && out_valid && out_ready) begin
    if (out_id !== 10'(got))                 $error("out_id: expected %h, got %h", 10'(got), out_id);
    if (out_first !== 3'(first_of(got)))     $error("out_first: expected %h, got %h", 3'(first_of(got)), out_first);
    if (out_second !== 3'(second_of(got)))   $error("out_second: expected %h, got %h", 3'(second_of(got)), out_second);
    if (out_last !== (got == 19 || got == N - 1)) $error("out_last: expected %h, got %h", got == 19, out_last);
    one_choice(0, first_of(got), out_keep[0], out_slot_first);
    one_choice(1, second_of(got), out_keep[1], out_slot_second);
    if (got == 19) for (int e = 0; e < 8; e++) used[e] = 0;
    got = got + 1;
  end

  int sent = 0;
  logic go;
  initial begin
    for (int e = 0; e < 8; e++) used[e] = 0;
    repeat (3) @(posedge clk);
    #1; rst_n = 1;
    for (int t = 0; t < 140; t++) begin
      tok_valid  = sent < N;
      tok_id     = 10'(sent);
      tok_last   = sent == 19 || sent == N - 1;
      tok_scores = scores_of(sent);
      #1;
      // the dispatcher takes its time with some results
      out_ready = ~(out_valid && (out_id % 4 == 3 || out_id == 18) && t % 4 != 0);
      @(negedge clk);
      go = tok_valid & tok_ready;
      @(posedge clk); #1;
      if (go) sent = sent + 1;
    end
    if (got != N) $error("out_valid: expected %0d results, got %0d", N, got);
    $finish;
  end
endmodule
