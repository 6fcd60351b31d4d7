module bench;
  logic clk = 1'b0, rst_n = 1'b0, en = 1'b0;
  wire [3:0] count;
  wire wrap;
  int seed;
  counter dut(.clk(clk), .rst_n(rst_n), .en(en), .count(count), .wrap(wrap));  // hidden-canary
  always #5 clk = ~clk;  // hidden-canary
  initial begin
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    #12 rst_n = 1'b1;
    repeat (120) begin
      @(posedge clk);
      #1 seed = seed * 1103515245 + 12345;
      en = seed[20] | seed[23];
    end
    $finish;
  end
  // A model of its own beside the design, in variables of this module.
  int expected = 0;  // hidden-canary
  always @(posedge clk) if (rst_n && en) expected = (expected + 1) % 16;
  always @(negedge clk)
    if (rst_n) begin
      if (count != expected[3:0]) $error("count: expected %0d, got %0d", expected, count);
      if (wrap != (en && expected == 15)) $error("wrap: expected %0d, got %0d", en && expected == 15, wrap);
    end
endmodule
