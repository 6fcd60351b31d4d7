module tb;
  logic clk = 0, rst_n = 0, prog_we = 0, start = 0, busy, done, error, out_valid, out_ready = 1;
  logic [3:0] prog_addr = 0, pc;
  logic [15:0] prog_data = 0;
  logic [1:0] depth, out_tag;
  logic [11:0] out_addr;
  logic [15:0] words [0:15];
  logic [11:0] seen [0:15];
  int n, clocks;

  always #5 clk = ~clk;

  loop_sequencer dut (
    .clk(clk), .rst_n(rst_n), .prog_we(prog_we), .prog_addr(prog_addr), .prog_data(prog_data),
    .start(start), .busy(busy), .done(done), .error(error), .pc(pc), .depth(depth),
    .out_valid(out_valid), .out_ready(out_ready), .out_addr(out_addr), .out_tag(out_tag));

  task automatic run;
    for (int i = 0; i < 16; i++) begin
      prog_we = 1; prog_addr = i[3:0]; prog_data = words[i];
      @(posedge clk); #1;
    end
    prog_we = 0; start = 1;
    @(posedge clk); #1;
    start = 0; n = 0; clocks = 0;
    while (busy === 1 && clocks < 60) begin
      out_ready = clocks != 3;
      #1;
      if (out_valid === 1 && out_ready) begin
        seen[n[3:0]] = out_addr; n = n + 1;
      end
      clocks = clocks + 1;
      @(posedge clk); #1;
    end
  endtask

  initial begin
    for (int i = 0; i < 16; i++) words[i] = 16'h0000;
    words[0] = 16'h3010; words[1] = 16'h1001; words[2] = 16'h1002; words[3] = 16'h5001;
    words[4] = 16'h2000; words[5] = 16'h4005; words[6] = 16'h2000;
    #12 rst_n = 1;
    @(posedge clk); #1;
    run();
    // the first address waits one clock
    if (clocks !== 22 || done !== 1 || error !== 0 || pc !== 7 || depth !== 0) $error("%0d clocks, done %b error %b pc %0d depth %0d", clocks, done, error, pc, depth);
    if (n !== 6 || seen[0] !== 16 || seen[1] !== 17 || seen[2] !== 18 || seen[3] !== 24 || seen[4] !== 25 || seen[5] !== 26)
      $error("%0d addresses, the first %0d, the last %0d", n, seen[0], seen[5]);
    words[2] = 16'h2000; words[3] = 16'h2000;
    run();
    if (clocks !== 5 || done !== 0 || error !== 1 || pc !== 3 || depth !== 0) $error("END without LOOP: %0d clocks, done %b error %b pc %0d", clocks, done, error, pc);
    words[0] = 16'h5EFF; words[1] = 16'h5F00;
    words[2] = 16'h7000;
    run();
    if (n !== 2 || seen[0] !== 0 || seen[1] !== 12'hFFF || error !== 1 || pc !== 2) $error("EMIT with -1: %0d addresses %0d %0d error %b", n, seen[0], seen[1], error);
    $finish;
  end
endmodule
