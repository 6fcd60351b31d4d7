// The example of the instruction, a load of zero and the way out of it.
module tb;
  logic        clk = 0, rst_n = 0, load = 0, step = 0;
  logic [15:0] seed = 0, state;
  logic        bit_out, locked;

  always #5 clk = ~clk;

  galois_lfsr dut (
    .clk(clk), .rst_n(rst_n), .load(load), .seed(seed), .step(step),
    .state(state), .bit_out(bit_out), .locked(locked)
  );

  task automatic want(input logic l, input logic s, input logic [15:0] v);
    load = l; step = s;
    @(posedge clk); #1;
    if (state !== v) $error("state: expected %h, got %h", v, state);
    if (bit_out !== v[0]) $error("bit_out: expected %b, got %b", v[0], bit_out);
    if (locked !== (v == 0)) $error("locked: expected %b, got %b", v == 0, locked);
  endtask

  initial begin
    want(0, 1, 16'hACE1);
    rst_n = 1;
    want(0, 0, 16'hACE1);
    want(0, 1, 16'hE270);
    want(0, 1, 16'h7138);
    want(0, 1, 16'h389C);
    seed = 16'h0000;
    want(1, 1, 16'h0000);
    want(0, 0, 16'h0000);
    want(0, 1, 16'hB400);
    seed = 16'h0003;
    want(1, 0, 16'h0003);
    want(0, 1, 16'hB401);
    $finish;
  end
endmodule
