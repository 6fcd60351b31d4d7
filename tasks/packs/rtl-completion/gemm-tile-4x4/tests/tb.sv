module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, in_last = 0, in_relu = 0, out_valid, out_ready = 1, out_last;
  logic [31:0] in_a = 0, in_b = 0;
  logic [1:0] out_row;
  logic [79:0] out_data;
  logic [19:0] c0, c1, c2, c3;

  always #5 clk = ~clk;
  assign {c3, c2, c1, c0} = out_data;

  gemm_tile dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_a(in_a), .in_b(in_b),
    .in_last(in_last), .in_relu(in_relu), .out_valid(out_valid), .out_ready(out_ready),
    .out_row(out_row), .out_data(out_data), .out_last(out_last));

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

  // valid, last, ready in eighths
  task automatic traffic(input int n, input int v, input int l, input int r, input int mode);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid  = s[2:0] < v;
      in_last   = s[5:3] < l;
      out_ready = s[8:6] < r;
      in_relu   = s[9];
      s = xs32(s);
      in_a = (mode == 0) ? s : (mode == 1) ? 32'h80808080 : {4{s[7:0] & 8'h83}};
      s = xs32(s);
      in_b = (mode == 0) ? s : (mode == 1) ? {4{s[8], {7{~s[8]}}}} : s & 32'h81818181;
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    traffic(200, 8, 2, 8, 0);
    traffic(150, 8, 8, 8, 0);
    traffic(150, 8, 4, 4, 0);
    traffic(150, 5, 3, 8, 2);
    traffic(150, 6, 1, 5, 0);
    // sums that go round
    step(); in_valid = 1; in_a = 32'h80808080; in_b = 32'h80808080; in_last = 0; out_ready = 1;
    repeat (40) step();
    in_last = 1; in_relu = 1; step(); in_valid = 0;
    repeat (6) step();
    traffic(300, 8, 0, 8, 1);
    traffic(30, 8, 2, 8, 0);
    for (int k = 0; k < 16; k++) begin
      traffic(2 + s[3:0], 8, 2, k[0] ? 8 : 2, 0);
      step(); rst_n = 0; in_valid = 1; in_last = s[4];
      step(); rst_n = 1;
    end
    traffic(300, 6, 3, 6, 0);
    step(); in_valid = 0; out_ready = 1;
    repeat (6) step();
    $finish;
  end
endmodule
