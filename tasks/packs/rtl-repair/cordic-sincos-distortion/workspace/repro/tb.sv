// Reproducer: a few angles against the exact values.
module tb;
  localparam real TURN = 6.283185307179586;

  logic clk = 0, rst_n = 0, start = 0, busy, done;
  logic signed [17:0] angle = 0, cos, sin;

  always #5 clk = ~clk;

  cordic_sincos dut (
    .clk(clk), .rst_n(rst_n), .start(start), .angle(angle),
    .busy(busy), .done(done), .cos(cos), .sin(sin));

  int latency = 17, points = 10;

  function automatic int far_off(input int a, input int b);
    return (a - b > 6 || b - a > 6) ? 1 : 0;
  endfunction

  task automatic one(input int a);
    real r;
    int  ec, es;
    angle = 18'(a);
    start = 1;
    @(posedge clk); #1;
    start = 0; angle = 18'h15555;
    for (int k = 1; k <= latency; k++) begin
      if (busy !== 1'b1 || done !== 1'b0) $error("busy: expected %h, got %h", 1'b1, busy);
      @(posedge clk); #1;
    end
    if (done !== 1'b1) $error("done: expected %h, got %h", 1'b1, done);
    r  = TURN * a / 262144.0;
    ec = $rtoi($floor(65536.0 * $cos(r) + 0.5));
    es = $rtoi($floor(65536.0 * $sin(r) + 0.5));
    if (far_off(ec, int'(cos)) != 0) $error("cos: expected %h, got %h", 18'(ec), cos);
    if (far_off(es, int'(sin)) != 0) $error("sin: expected %h, got %h", 18'(es), sin);
  endtask

  initial begin
    repeat (3) @(posedge clk);
    #1; rst_n = 1;
    one(0);
    one(32768);
    one(65536);
    one(-65536);
    one(131071);
    one(-131072);
    for (int k = 0; k < points; k++) one(-120000 + 26003 * k);
    $finish;
  end
endmodule
