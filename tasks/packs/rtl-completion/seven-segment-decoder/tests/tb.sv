module tb;
  logic       clk = 0;
  logic [7:0] in = 0;
  logic [6:0] seg, seg_low;
  logic       dp, dp_low, rbo, rbo_low;

  always #5 clk = ~clk;

  seven_segment dut (
    .digit(in[3:0]), .point(in[4]), .rbi(in[5]), .blank(in[6]), .lamp_test(in[7]),
    .seg(seg), .dp(dp), .rbo(rbo));
  seven_segment #(.ACTIVE_LOW(1)) dut_low (
    .digit(in[3:0]), .point(in[4]), .rbi(in[5]), .blank(in[6]), .lamp_test(in[7]),
    .seg(seg_low), .dp(dp_low), .rbo(rbo_low));

  initial begin
    for (int i = 0; i < 256; i++) begin
      @(posedge clk); #1;
      in = i[7:0];
    end
    @(posedge clk);
    $finish;
  end
endmodule
