module tb;
  logic        clk = 0;
  logic [31:0] data = 0, y32;
  logic [4:0]  amount = 0;
  logic        right = 0, split = 0;
  logic [7:0]  y8;

  always #5 clk = ~clk;

  barrel_rotator dut32 (.data(data), .amount(amount), .right(right), .split(split), .y(y32));
  barrel_rotator #(.WIDTH(8)) dut8 (
    .data(data[20:13]), .amount(amount[2:0]), .right(right), .split(split), .y(y8));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int mode = 0; mode < 4; mode++) begin
      for (int a = 0; a < 32; a++) begin
        for (int k = 0; k < 8; k++) begin
          @(posedge clk); #1;
          draw();
          data   = (k == 0) ? 32'd1 : (k == 1) ? 32'h8000_0000 : (k == 2) ? 32'h0001_8000 : rng;
          amount = a[4:0];
          right  = mode[0];
          split  = mode[1];
        end
      end
    end
    @(posedge clk);
    $finish;
  end
endmodule
