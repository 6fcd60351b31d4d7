module tb;
  logic clk = 0, rst = 1, in_valid = 0, first = 0, last = 0, a_unsigned = 0, out_valid, sat;
  logic [31:0] a = 0, b = 0;
  logic signed [19:0] acc;

  always #5 clk = ~clk;

  dot4_acc dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .first(first), .last(last), .a_unsigned(a_unsigned),
    .a(a), .b(b), .out_valid(out_valid), .acc(acc), .sat(sat));

  task automatic put(input logic f, input logic l, input logic u, input logic [31:0] x, input logic [31:0] y);
    in_valid = 1; first = f; last = l; a_unsigned = u; a = x; b = y;
    @(posedge clk); #1;
    in_valid = 0;
  endtask

  task automatic want(input logic v, input int value, input logic s);
    if (out_valid !== v || acc !== value[19:0] || sat !== s)
      $error("out_valid %b acc %0d sat %b, expected %b %0d %b", out_valid, acc, sat, v, value, s);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    put(1, 1, 0, 32'h01FF807F, 32'h02030201);
    want(0, 0, 0);
    put(1, 1, 1, 32'h01FF807F, 32'h02030201);
    want(1, -130, 0);
    put(0, 0, 0, 32'h00000001, 32'h00000001);
    want(1, 1150, 0);
    put(1, 0, 1, 32'hFFFFFFFF, 32'h7F7F7F7F);
    want(0, 1151, 0);
    repeat (4) put(0, 0, 1, 32'hFFFFFFFF, 32'h7F7F7F7F);
    put(0, 1, 0, 32'h00000001, 32'h000000FF);
    want(0, 524287, 1);
    @(posedge clk); #1;
    want(1, 524286, 1);
    @(posedge clk); #1;
    want(0, 524286, 1);
    $finish;
  end
endmodule
