module tb;
  logic        clk = 0, rst = 1, start = 0, busy, done;
  logic [15:0] bin = 0;
  logic [19:0] bcd;
  logic [2:0]  digits;

  always #5 clk = ~clk;

  double_dabble dut (
    .clk(clk), .rst(rst), .start(start), .bin(bin), .busy(busy), .done(done), .bcd(bcd), .digits(digits));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic step;
    @(posedge clk); #1;
    draw();
    bin = rng[31:16];
  endtask

  // other starts in between are to be ignored
  task automatic convert(input logic [15:0] n, input int pause);
    start = 1;
    bin   = n;
    step();
    for (int i = 0; i < 15; i++) begin
      start = rng[0];
      step();
    end
    start = 0;
    step();
    repeat (pause) step();
  endtask

  logic [15:0] n;

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    repeat (3) step();
    rst = 0;
    repeat (3) step();
    convert(16'd0, 1);
    convert(16'd65535, 0);
    n = 16'd1;
    for (int i = 0; i < 5; i++) begin
      convert(n, 0);
      convert(n - 16'd1, 2);
      convert(n * 16'd9 / 16'd2, 0);
      n = n * 16'd10;
    end
    for (int i = 0; i < 80; i++) convert(rng[15:0] >> rng[19:16], int'(rng[21:20]));
    // reset in every phase of a conversion
    for (int i = 0; i < 19; i++) begin
      convert(rng[15:0], 0);
      start = 1;
      repeat (i + 1) step();
      rst = 1;
      step();
      rst = 0;
      start = 0;
      repeat (20) step();
    end
    repeat (400) begin
      start = (rng[3:0] == 0);
      rst   = (rng[9:4] == 0);
      step();
    end
    // start held: one conversion after the other
    start = 1;
    rst   = 0;
    repeat (120) step();
    $finish;
  end
endmodule
