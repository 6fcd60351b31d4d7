module tb;
  logic        clk = 0, rst = 1, ser_left = 0, ser_right = 0;
  logic [2:0]  mode = 3;
  logic [7:0]  d = 8'h5a, q;
  logic        lost;
  logic [12:0] d1 = 0, q1;
  logic        lost1;

  always #5 clk = ~clk;

  universal_shift dut (
    .clk(clk), .rst(rst), .mode(mode), .ser_left(ser_left), .ser_right(ser_right),
    .d(d), .q(q), .lost(lost)
  );
  universal_shift #(.WIDTH(13)) dut1 (
    .clk(clk), .rst(rst), .mode(mode), .ser_left(ser_left), .ser_right(ser_right),
    .d(d1), .q(q1), .lost(lost1)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    repeat (2) @(posedge clk);
    #1;
    rst = 0;
    for (int n = 0; n < 3000; n++) begin
      roll;
      d  = rng[7:0];
      d1 = rng[20:8];
      ser_left  = rng[21];
      ser_right = rng[22];
      if (n < 1600) begin
        // stretches of one mode, each begun by a load
        mode = (n % 20 == 0) ? 3'd3 : (n / 20);
      end else if (rng[23]) mode = rng[26:24];
      rst = (rng[31:26] == 0);
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
