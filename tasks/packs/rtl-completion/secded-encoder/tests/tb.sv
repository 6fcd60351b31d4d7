module tb;
  logic        clk = 0;
  logic [15:0] data = 0;
  logic [21:0] flip = 0, code;
  logic [5:0]  check;

  always #5 clk = ~clk;

  secded_encoder dut (.data(data), .flip(flip), .code(code), .check(check));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [15:0] d, input logic [21:0] f);
    @(posedge clk); #1;
    data = d; flip = f;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int a = 0; a < 16; a++) begin
      put(16'd1 << a, 22'd0);
      for (int b = 0; b < a; b++) put((16'd1 << a) | (16'd1 << b), 22'd0);
    end
    for (int p = 0; p < 22; p++) put(16'ha53c, 22'd1 << p);
    repeat (400) begin
      draw();
      data = rng[15:0];
      draw();
      put(data, rng[31] ? rng[21:0] : 22'd0);
    end
    @(posedge clk);
    $finish;
  end
endmodule
