module tb;
  logic        clk = 0;
  logic [31:0] data = 0, y;
  logic [2:0]  mode = 0;

  always #5 clk = ~clk;

  bit_byte_reverser dut (.data(data), .mode(mode), .y(y));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int m = 0; m < 8; m++) begin
      for (int b = 0; b < 32; b++) begin
        @(posedge clk); #1;
        mode = m[2:0];
        data = 32'd1 << b;
        @(posedge clk); #1;
        draw();
        data = rng;
      end
    end
    @(posedge clk);
    $finish;
  end
endmodule
