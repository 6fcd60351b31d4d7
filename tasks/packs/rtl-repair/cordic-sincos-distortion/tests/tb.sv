module tb;

  logic clk = 0, rst_n = 0, start = 0, busy, done;
  logic signed [17:0] angle = 0, cos, sin;

  always #5 clk = ~clk;

  cordic_sincos dut (
    .clk(clk), .rst_n(rst_n), .start(start), .angle(angle),
    .busy(busy), .done(done), .cos(cos), .sin(sin));

  logic [31:0] s;
  int latency = 17, octants = 8, few = 50;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  task automatic one(input logic [17:0] a, input int gap);
    start = 1; angle = a;
    step();
    start = 0;
    for (int k = 0; k < latency + gap; k++) begin
      angle = s[17:0];
      step();
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h3456789;
    repeat (4) step();
    rst_n = 1;
    step();
    for (int k = 0; k < octants; k++) begin
      one(18'(k * 32768), 0);
      one(18'(k * 32768 - 1), 1);
      one(18'(k * 32768 + 1), 0);
    end
    for (int k = 0; k < 150; k++) one(s[17:0], 0);
    for (int k = 0; k < few; k++) one(s[31:14], int'(s[1:0]));
    // start held or pulsing at any time
    for (int k = 0; k < 1500; k++) begin
      step();
      start = s[3:0] < 5; angle = s[31:14];
    end
    start = 1;
    for (int k = 0; k < 200; k++) begin step(); angle = s[25:8]; end
    // reset on the way
    rst_n = 0; step(); start = 0; step(); rst_n = 1;
    repeat (25) step();
    for (int k = 0; k < few; k++) one(s[31:14], 0);
    $finish;
  end
endmodule
