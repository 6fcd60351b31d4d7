module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, in_last = 0, in_relu = 0, out_valid, out_ready = 1, out_last;
  logic [31:0] in_a = 0, in_b = 0;
  logic [1:0] out_row;
  logic [79:0] out_data;

  always #5 clk = ~clk;

  gemm_tile dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_a(in_a), .in_b(in_b),
    .in_last(in_last), .in_relu(in_relu), .out_valid(out_valid), .out_ready(out_ready),
    .out_row(out_row), .out_data(out_data), .out_last(out_last));

  function automatic logic [31:0] bytes(input int p, input int q, input int r, input int t);
    return {t[7:0], r[7:0], q[7:0], p[7:0]};
  endfunction

  task automatic put(input logic [31:0] a, input logic [31:0] b, input logic l, input logic re);
    in_valid = 1; in_a = a; in_b = b; in_last = l; in_relu = re;
    #1;
    if (in_ready !== 1) $error("in_ready 0");
    @(posedge clk); #1;
    in_valid = 0; in_last = 0;
  endtask

  task automatic want(input int i, input int p, input int q, input int r, input int t);
    if (out_valid !== 1 || out_row !== i[1:0] || out_last !== (i == 3) || out_data !== {t[19:0], r[19:0], q[19:0], p[19:0]})
      $error("valid %b row %0d last %b data %h, expected row %0d: %0d %0d %0d %0d", out_valid, out_row, out_last, out_data, i, p, q, r, t);
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    put(bytes(1, 2, 3, 4), bytes(1, 0, -1, 5), 0, 1);
    put(bytes(10, 0, 0, -1), bytes(1, 1, 1, 1), 1, 0);
    want(0, 11, 10, 9, 15);
    // the next tile enters while this one leaves
    put(bytes(1, 2, 3, 4), bytes(1, 0, -1, 5), 0, 0);
    want(1, 2, 0, -2, 10);
    in_last = 1; #1;
    if (in_ready !== 0) $error("in_ready 1 with a busy buffer");
    @(posedge clk); #1;
    want(2, 3, 0, -3, 15);
    @(posedge clk); #1;
    want(3, 3, -1, -5, 19);
    put(bytes(10, 0, 0, -1), bytes(1, 1, 1, 1), 1, 1);
    want(0, 11, 10, 9, 15);
    out_ready = 0;
    @(posedge clk); #1;
    want(0, 11, 10, 9, 15);
    out_ready = 1;
    @(posedge clk); #1;
    want(1, 2, 0, 0, 10);
    repeat (2) @(posedge clk);
    #1 want(3, 3, 0, 0, 19);
    @(posedge clk); #1;
    if (out_valid !== 0) $error("out_valid stays");
    $finish;
  end
endmodule
