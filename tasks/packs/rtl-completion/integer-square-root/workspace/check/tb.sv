module tb;
  logic        clk = 0, rst = 1, in_valid = 0, in_ready, round = 0, out_valid, out_ready = 0, exact;
  logic [31:0] radicand = 0;
  logic [16:0] root, remainder;

  always #5 clk = ~clk;

  isqrt32 dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .radicand(radicand), .round(round),
    .out_valid(out_valid), .out_ready(out_ready), .root(root), .remainder(remainder), .exact(exact));

  task automatic see(input logic ready, input logic valid);
    if (in_ready !== ready || out_valid !== valid)
      $error("time %0t: expected in_ready %b out_valid %b, got %b %b", $time, ready, valid, in_ready, out_valid);
  endtask

  // begins with the last result still there if there was one
  task automatic extract(input logic [31:0] x, input logic r, input logic [16:0] s, input logic [16:0] m);
    in_valid = 1; radicand = x; round = r; out_ready = 1;
    #1 if (in_ready !== 1) $error("time %0t: expected in_ready 1, got %b", $time, in_ready);
    @(posedge clk); #1;
    in_valid = 0; radicand = ~x; round = ~r; out_ready = 0;
    for (int i = 0; i < 16; i++) begin
      see(0, 0);
      @(posedge clk); #1;
    end
    see(0, 1);
    @(posedge clk); #1;
    see(0, 1);
    if (root !== s || remainder !== m || exact !== (m == 0))
      $error("radicand %0d round %b: expected root %0d remainder %0d exact %b, got %0d %0d %b",
             x, r, s, m, m == 0, root, remainder, exact);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    #1 see(1, 0);
    extract(32'd0, 1, 17'd0, 17'd0);
    extract(32'd6, 1, 17'd2, 17'd2);
    extract(32'd7, 1, 17'd3, 17'd3);
    extract(32'd7, 0, 17'd2, 17'd3);
    extract(32'd4294967295, 0, 17'd65535, 17'd131070);
    extract(32'd4294967295, 1, 17'd65536, 17'd131070);
    out_ready = 1;
    @(posedge clk); #1;
    see(1, 0);
    $finish;
  end
endmodule
