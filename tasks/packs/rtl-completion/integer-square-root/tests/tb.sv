module tb;
  logic        clk = 0, rst = 1, in_valid = 0, in_ready, round = 0, out_valid, out_ready = 0, exact;
  logic [31:0] radicand = 0;
  logic [16:0] root, remainder;

  always #5 clk = ~clk;

  isqrt32 dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .radicand(radicand), .round(round),
    .out_valid(out_valid), .out_ready(out_ready), .root(root), .remainder(remainder), .exact(exact));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic step;
    @(posedge clk); #1;
    draw();
  endtask

  // One operand offered for one clock, the result waiting `hold` clocks; other operands are offered meanwhile,
  // which in_ready refuses.
  task automatic extract(input logic [31:0] x, input logic r, input int hold);
    in_valid = 1; radicand = x; round = r; out_ready = 1;
    step();
    repeat (16 + hold) begin
      in_valid = rng[0]; radicand = {rng[15:0], rng[31:16]}; round = rng[1]; out_ready = 0;
      step();
    end
    in_valid = 0;
  endtask

  logic [31:0] n;

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    repeat (3) step();
    rst = 0;
    step();
    for (int i = 0; i < 8; i++) extract(i[31:0], rng[0], 0);
    extract(32'hffffffff, 1, 2);
    extract(32'hffffffff, 0, 0);
    // squares, and where the rounding turns, from one bit to sixteen
    for (int i = 0; i < 16; i++) begin
      n = (32'd1 << i) | (rng & ((32'd1 << i) - 32'd1));
      extract(n * n, i[0], 0);
      extract(n * n - 32'd1, 1, 1);
      extract(n * n + n, 1, 0);
      extract(n * n + n + 32'd1, 1, 0);
      extract(n * n + n + n, 0, 0);
    end
    for (int i = 0; i < 40; i++) extract(rng >> rng[4:0], rng[5], int'(rng[7:6]));
    // handshakes at random, sometimes reset
    for (int i = 0; i < 1600; i++) begin
      in_valid  = (rng[2:0] != 0);
      out_ready = (i < 800) ? (rng[4:3] == 0) : (rng[3] != 0);
      round     = rng[5];
      radicand  = {rng[20:6], rng[31:15]};
      rst       = (rng[27:22] == 0);
      step();
    end
    // reset while a result waits, with an operand offered
    rst = 0;
    repeat (20) step();
    for (int i = 0; i < 19; i++) begin
      extract(rng, 1, 0);
      in_valid  = 1;
      out_ready = 1;
      repeat (i) step();
      rst = 1;
      step();
      rst = 0;
      in_valid = 0;
      repeat (20) step();
    end
    // flowing: an operand with every result
    in_valid = 1;
    out_ready = 1;
    repeat (70) begin
      radicand = rng;
      step();
    end
    $finish;
  end
endmodule
