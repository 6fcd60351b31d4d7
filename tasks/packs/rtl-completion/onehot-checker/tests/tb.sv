module tb;
  logic        clk = 0;
  logic [11:0] sel = 0, dup_mask;
  logic        active_low = 0, is_onehot, is_onehot0;
  logic [3:0]  index, excess;

  always #5 clk = ~clk;

  onehot_checker dut (
    .sel(sel), .active_low(active_low), .is_onehot(is_onehot), .is_onehot0(is_onehot0),
    .index(index), .excess(excess), .dup_mask(dup_mask));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [11:0] s);
    @(posedge clk); #1;
    sel = s; active_low = 0;
    @(posedge clk); #1;
    sel = ~s; active_low = 1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    put(12'h000);
    put(12'hfff);
    for (int a = 0; a < 12; a++) begin
      put(12'd1 << a);
      put(12'hfff << a);
      for (int b = 0; b < a; b++) put((12'd1 << a) | (12'd1 << b));
    end
    repeat (500) begin
      draw();
      put(rng[11:0]);
      put(rng[23:12] & rng[11:0]);
    end
    @(posedge clk);
    $finish;
  end
endmodule
