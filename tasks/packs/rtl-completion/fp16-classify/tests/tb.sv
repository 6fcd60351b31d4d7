module tb;
  logic        clk = 0;
  logic [15:0] value = 0;
  logic        flush = 0;
  logic [9:0]  class_mask;
  logic [5:0]  exponent;
  logic [10:0] significand;

  always #5 clk = ~clk;

  fp16_classify dut (
    .value(value), .flush(flush), .class_mask(class_mask), .exponent(exponent), .significand(significand));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [15:0] v, input logic f);
    @(posedge clk); #1;
    value = v; flush = f;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    // every sign, exponent and leading one of the fraction
    for (int k = 0; k < 64; k++) begin
      put({k[5:0], 10'd0}, 0);
      put({k[5:0], 10'd0}, 1);
      for (int b = 0; b < 10; b++) begin
        draw();
        put({k[5:0], 10'd1 << b}, 0);
        put({k[5:0], (10'd1 << b) | (rng[9:0] & ((10'd1 << b) - 10'd1))}, rng[10]);
      end
    end
    repeat (600) begin
      draw();
      put(rng[16] ? rng[15:0] : {rng[15], 5'd0, rng[9:0]}, rng[18:17] == 0);
    end
    @(posedge clk);
    $finish;
  end
endmodule
