module tb;
  logic        clk = 0;
  logic [14:0] therm = 0, corrected;
  logic        correct = 0, bubble, repaired;
  logic [3:0]  code;

  always #5 clk = ~clk;

  thermometer_decoder dut (
    .therm(therm), .correct(correct), .code(code), .corrected(corrected), .bubble(bubble), .repaired(repaired));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [14:0] t);
    @(posedge clk); #1;
    therm = t; correct = 1;
    @(posedge clk); #1;
    correct = 0;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int n = 0; n <= 15; n++) begin
      put(~(15'h7fff << n));
      for (int b = 0; b < 15; b++) begin
        // one and two wrong comparators
        put(~(15'h7fff << n) ^ (15'd1 << b));
        put(~(15'h7fff << n) ^ (15'd3 << b));
        put(~(15'h7fff << n) ^ (15'd5 << b));
      end
    end
    repeat (400) begin
      draw();
      put(rng[14:0]);
    end
    @(posedge clk);
    $finish;
  end
endmodule
