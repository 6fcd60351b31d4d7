module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, out_valid, out_ready = 1;
  logic [15:0] in_x = 0, out_y;

  always #5 clk = ~clk;

  gelu_pwl dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_x(in_x),
    .out_valid(out_valid), .out_ready(out_ready), .out_y(out_y));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    in_valid = 1;
    // all points of the table and their neighbours, both signs
    for (int k = -17; k < 18; k++)
      for (int d = -2; d < 3; d++) begin
        step(); in_x = 16'(k * 2048 + d);
      end
    step(); in_x = 16'h8000;
    step(); in_x = 16'h7FFF;
    step(); in_x = 16'h8001;
    // just below a half
    step(); in_x = 16'd11569;
    step(); in_x = -16'd11569;
    for (int n = 0; n < 800; n++) begin
      step(); in_x = s[0] ? {{2{s[17]}}, s[17:4]} : s[19:4];
    end
    for (int n = 0; n < 1500; n++) begin
      step();
      in_valid  = (n % 500 < 100) ? 1 : s[1] | s[5];
      out_ready = (n % 500 > 400) ? 1 : s[2] | (s[3] & (n > 700));
      rst_n     = s[31:26] != 0;
      if (n % 7 != 0) in_x = {{2{s[20]}}, s[20:7]};
    end
    rst_n = 1; in_valid = 0; out_ready = 1;
    repeat (4) step();
    $finish;
  end
endmodule
