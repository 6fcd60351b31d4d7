module tb;
  logic       clk = 0, rst = 1, up = 0, down = 0;
  logic [2:0] step = 0;
  logic [5:0] value;
  logic       clipped, at_max, at_min;

  always #5 clk = ~clk;

  sat_counter dut (
    .clk(clk), .rst(rst), .up(up), .down(down), .step(step),
    .value(value), .clipped(clipped), .at_max(at_max), .at_min(at_min)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic move(input logic u, input logic d, input logic [2:0] s, input int n);
    up = u; down = d; step = s;
    repeat (n) @(posedge clk);
    #1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    move(1, 0, 5, 2);
    rst = 0;
    // every distance to both ends with every step
    for (int a = 0; a < 8; a++)
      for (int s = 0; s < 8; s++) begin
        move(1, 0, 7, 10); move(0, 1, a, 1); move(1, 0, s, 2);
        move(0, 1, 7, 10); move(1, 0, a, 1); move(0, 1, s, 2);
      end
    move(1, 0, 1, 70); move(1, 1, 7, 2);
    move(0, 1, 1, 70); move(1, 1, 7, 2); move(0, 0, 7, 2);
    move(0, 1, 7, 1);
    rst = 1; move(0, 1, 7, 1); rst = 0;
    move(1, 0, 7, 5);
    rst = 1; move(1, 0, 7, 1); rst = 0;
    repeat (2500) begin
      roll;
      rst  = (rng[31:25] == 0);
      step = rng[2:0];
      if (rng[12:9] == 0) begin up = rng[3]; down = rng[4]; end
      else if (rng[12:10] == 1) begin up = ~down; end
      move(up, down, step, 1);
    end
    $finish;
  end
endmodule
