module tb;
  logic        clk = 0, rst_n = 1, load = 0, step = 1;
  logic [15:0] seed = 0, state;
  logic        bit_out, locked;

  always #5 clk = ~clk;

  galois_lfsr dut (
    .clk(clk), .rst_n(rst_n), .load(load), .seed(seed), .step(step),
    .state(state), .bit_out(bit_out), .locked(locked)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic run(input int n);
    repeat (n) @(posedge clk);
    #1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 rst_n = 0;
    run(2);
    rst_n = 1;
    run(300);
    // every single bit as a seed, among them the one that precedes zero in a plain shift register
    for (int b = 0; b < 16; b++) begin
      load = 1; seed = 16'd1 << b; run(1);
      load = 0; run(18);
    end
    load = 1; seed = 0; run(2);
    load = 0; step = 0; run(2);
    step = 1; run(20);
    load = 1; seed = 16'h0000; run(1);
    load = 0; rst_n = 0; run(1);
    rst_n = 1;
    repeat (2000) begin
      roll;
      load  = (rng[31:28] == 0);
      seed  = (rng[27:25] == 0) ? 16'd0 : rng[15:0];
      step  = (rng[24:23] != 0);
      rst_n = !(rng[22:17] == 0);
      run(1);
    end
    $finish;
  end
endmodule
