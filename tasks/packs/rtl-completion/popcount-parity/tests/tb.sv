module tb;
  logic        clk = 0;
  logic [31:0] data = 0;
  logic [3:0]  byte_en = 0;
  logic        odd = 0, parity, majority, tie;
  logic [5:0]  count;

  always #5 clk = ~clk;

  popcount32 dut (
    .data(data), .byte_en(byte_en), .odd(odd),
    .count(count), .parity(parity), .majority(majority), .tie(tie));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [31:0] d, input logic [3:0] e, input logic o);
    @(posedge clk); #1;
    data = d; byte_en = e; odd = o;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    // a block of ones that grows from either end, under every enable
    for (int e = 0; e < 16; e++) begin
      for (int n = 0; n <= 32; n++) begin
        put(32'hffffffff >> n, e[3:0], n[0]);
        put(~(32'hffffffff >> n), e[3:0], e[0]);
      end
    end
    for (int b = 0; b < 32; b++) begin
      put(32'd1 << b, 4'hf, 0);
      put(~(32'd1 << b), 4'hf, 1);
    end
    repeat (1200) begin
      draw();
      data = rng;
      draw();
      put(data, rng[3:0], rng[4]);
    end
    @(posedge clk);
    $finish;
  end
endmodule
