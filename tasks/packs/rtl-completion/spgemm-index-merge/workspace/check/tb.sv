module tb;
  logic clk = 0, rst_n = 0, a_valid = 0, a_ready, a_last = 0, b_valid = 0, b_ready, b_last = 0, out_valid, out_ready = 1, out_last;
  logic [7:0] a_index = 0, b_index = 0, out_index;
  logic signed [15:0] a_value = 0, b_value = 0, out_value;

  always #5 clk = ~clk;

  index_merge dut (
    .clk(clk), .rst_n(rst_n), .a_valid(a_valid), .a_ready(a_ready), .a_index(a_index),
    .a_value(a_value), .a_last(a_last), .b_valid(b_valid), .b_ready(b_ready), .b_index(b_index),
    .b_value(b_value), .b_last(b_last), .out_valid(out_valid), .out_ready(out_ready),
    .out_index(out_index), .out_value(out_value), .out_last(out_last));

  task automatic a(input int i, input int v, input logic l);
    a_valid = 1; a_index = i[7:0]; a_value = v[15:0]; a_last = l;
  endtask

  task automatic b(input int i, input int v, input logic l);
    b_valid = 1; b_index = i[7:0]; b_value = v[15:0]; b_last = l;
  endtask

  task automatic tick(input logic ra, input logic rb, input logic o, input int i, input int v, input logic l);
    #1;
    if (a_ready !== ra || b_ready !== rb) $error("ready %b %b, expected %b %b", a_ready, b_ready, ra, rb);
    @(posedge clk); #1;
    if (out_valid !== o || (o && (out_index !== i[7:0] || out_value !== v[15:0] || out_last !== l)))
      $error("out %b (%0d, %0d) last %b, expected %b (%0d, %0d) %b", out_valid, out_index, out_value, out_last, o, i, v, l);
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    a(2, 5, 0); b(2, -1, 0); tick(1, 1, 0, 0, 0, 0);
    a(4, 1, 0); b(4, -1, 0); tick(1, 1, 1, 2, 4, 0);
    a(9, 7, 1); b(6, 3, 1);  tick(0, 1, 0, 0, 0, 0);
    b(0, 100, 0);            tick(1, 0, 1, 6, 3, 0);
    a(1, 50, 0);             tick(0, 0, 1, 9, 7, 1);
    // a second row, saturating, with a blocked output
    b(0, 100, 1);            tick(0, 1, 0, 0, 0, 0);
    a(1, 30000, 0);          tick(1, 0, 1, 0, 100, 0);
    out_ready = 0;
    a(1, 30000, 0);          tick(1, 0, 1, 0, 100, 0);
    a(2, 1, 1);              tick(0, 0, 1, 0, 100, 0);
    out_ready = 1;           tick(1, 0, 1, 1, 32767, 0);
    a_valid = 0;             tick(0, 0, 1, 2, 1, 1);
    tick(0, 0, 0, 0, 0, 0);
    $finish;
  end
endmodule
