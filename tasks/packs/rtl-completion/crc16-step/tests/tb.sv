module tb;
  logic        clk = 0;
  logic [15:0] crc = 0, next_a, sent_a, next_b, sent_b;
  logic [7:0]  data = 0;
  logic        lsb_first = 0, half = 0;

  always #5 clk = ~clk;

  crc16_step dut_a (
    .crc(crc), .data(data), .lsb_first(lsb_first), .half(half), .crc_next(next_a), .crc_sent(sent_a));
  crc16_step #(.POLY(16'h8005), .XOR_OUT(16'ha50f)) dut_b (
    .crc(crc), .data(data), .lsb_first(lsb_first), .half(half), .crc_next(next_b), .crc_sent(sent_b));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int m = 0; m < 4; m++) begin
      for (int b = 0; b < 24; b++) begin
        @(posedge clk); #1;
        {half, lsb_first} = m[1:0];
        {crc, data} = 24'd1 << b;
      end
      for (int k = 0; k < 300; k++) begin
        @(posedge clk); #1;
        draw();
        {crc, data} = rng[27:4];
      end
    end
    @(posedge clk);
    $finish;
  end
endmodule
