module tb;
  logic        clk = 0;
  logic [15:0] request = 0, mask = 0, grant;
  logic        high_first = 0, valid, more;
  logic [3:0]  index;

  always #5 clk = ~clk;

  priority_encoder dut (
    .request(request), .mask(mask), .high_first(high_first),
    .valid(valid), .index(index), .grant(grant), .more(more));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [15:0] r, input logic [15:0] m, input logic h);
    @(posedge clk); #1;
    request = r; mask = m; high_first = h;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int h = 0; h < 2; h++) begin
      put(16'h0000, 16'hffff, h[0]);
      put(16'hffff, 16'h0000, h[0]);
      put(16'hffff, 16'hffff, h[0]);
      // every single request, every pair, and each under a mask that hides one of the pair
      for (int a = 0; a < 16; a++) begin
        put(16'd1 << a, 16'hffff, h[0]);
        put(16'd1 << a, ~(16'd1 << a), h[0]);
        for (int b = 0; b < a; b++) begin
          put((16'd1 << a) | (16'd1 << b), 16'hffff, h[0]);
          put((16'd1 << a) | (16'd1 << b), ~(16'd1 << a), h[0]);
          put((16'd1 << a) | (16'd1 << b), ~(16'd1 << b), h[0]);
        end
      end
    end
    repeat (600) begin
      draw();
      put(rng[15:0], {rng[31:17], rng[9]}, rng[16]);
    end
    @(posedge clk);
    $finish;
  end
endmodule
