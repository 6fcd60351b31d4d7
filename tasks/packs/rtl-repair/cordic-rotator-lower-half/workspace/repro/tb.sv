// Reproducer: rotate a few vectors, compare with the real-valued result.
module tb;
  localparam int  N    = 12;
  localparam real GAIN = 1.6467602;
  localparam real TURN = 6.283185307179586;

  logic clk = 0, rst_n = 0;
  logic in_valid = 0, in_ready, out_valid, out_ready = 1;
  logic signed [15:0] in_x = 0, in_y = 0, in_angle = 0;
  logic signed [17:0] out_x, out_y;

  always #5 clk = ~clk;

  cordic_rotator dut (
    .clk(clk), .rst_n(rst_n),
    .in_valid(in_valid), .in_ready(in_ready),
    .in_x(in_x), .in_y(in_y), .in_angle(in_angle),
    .out_valid(out_valid), .out_ready(out_ready),
    .out_x(out_x), .out_y(out_y));

  logic signed [15:0] vx [N];
  logic signed [15:0] vy [N];
  logic signed [15:0] va [N];
  integer got = 0;

  task automatic vec(input int k, input int x, input int y, input int a);
    vx[k] = 16'(x); vy[k] = 16'(y); va[k] = 16'(a);
  endtask

  function automatic int near(input int a, input int b);
    return (a - b <= 8 && b - a <= 8) ? 1 : 0;
  endfunction

  task automatic check;
    real a;
    int  ex, ey;
    a  = TURN * va[got] / 65536.0;
    ex = $rtoi(GAIN * (vx[got] * $cos(a) - vy[got] * $sin(a)));
    ey = $rtoi(GAIN * (vx[got] * $sin(a) + vy[got] * $cos(a)));
    if (near(ex, int'(out_x)) == 0) $error("out_x: expected %h, got %h", 18'(ex), out_x);
    if (near(ey, int'(out_y)) == 0) $error("out_y: expected %h, got %h", 18'(ey), out_y);
  endtask

  always @(negedge clk) if (rst_n && out_valid && got < N) begin
    check;
    got = got + 1;
  end

  initial begin
    vec(0,  1000,  20000,  16'h1000);
    vec(1,  9000,   9000,  16'h0800);
    vec(2,  -500,  24000, -16'h0400);
    vec(3,     0,   8000,  0);
    vec(4, 12000,      0, -16'h2000);
    vec(5,     0,  -8000,  0);
    vec(6, 15000,  -3000,  16'h1000);
    vec(7, -9000, -14000,  16'h4800);
    vec(8, 20000,  10000,  16'h7000);
    vec(9, 20000,  10000,  16'h9000);
    vec(10, -32768, -32768, 16'h0123);
    vec(11, 32767, -32768, 16'hC000);
    repeat (3) @(posedge clk);
    #1; rst_n = 1;
    for (int k = 0; k < N; k++) begin
      in_valid = 1; in_x = vx[k]; in_y = vy[k]; in_angle = va[k];
      @(posedge clk); #1;
    end
    in_valid = 0;
    repeat (20) @(posedge clk);
    if (got != N) $error("out_valid: expected %h, got %h", N, got);
    $finish;
  end
endmodule
