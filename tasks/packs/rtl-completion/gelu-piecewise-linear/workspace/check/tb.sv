module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, out_valid, out_ready = 1;
  logic [15:0] in_x = 0, out_y;

  always #5 clk = ~clk;

  gelu_pwl dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_x(in_x),
    .out_valid(out_valid), .out_ready(out_ready), .out_y(out_y));

  task automatic put(input int x, input int y);
    in_valid = 1; in_x = x[15:0];
    @(posedge clk); #1;
    in_valid = 0;
    @(posedge clk); #1;
    if (out_valid !== 1 || out_y !== y[15:0]) $error("x %0d: valid %b y %0d, expected %0d", x, out_valid, $signed(out_y), y);
    @(posedge clk); #1;
    if (out_valid !== 0) $error("out_valid stays");
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    put(4096, 3446);
    put(-4096, -650);
    put(1000, 691);
    put(-32768, 0);
    put(20000, 20000);
    // two values wait, a third is refused
    out_ready = 0; in_valid = 1; in_x = 16'd2048;
    @(posedge clk); #1 in_x = 16'd6144;
    @(posedge clk); #1 in_x = 16'd8192;
    if (in_ready !== 0 || out_y !== 16'd1416) $error("in_ready %b out_y %0d while stalled", in_ready, out_y);
    @(posedge clk); #1;
    if (out_y !== 16'd1416) $error("out_y %0d changed while stalled", out_y);
    out_ready = 1; in_valid = 0;
    @(posedge clk); #1;
    if (out_valid !== 1 || out_y !== 16'd5734) $error("valid %b out_y %0d, expected 5734", out_valid, out_y);
    $finish;
  end
endmodule
