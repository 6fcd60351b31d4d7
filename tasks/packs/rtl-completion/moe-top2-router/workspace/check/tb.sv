module tb;
  logic clk = 0, rst = 1, new_batch = 0, in_valid = 0, out_valid;
  logic [3:0] capacity = 1;
  logic [7:0] enable = 8'hFF, out_gap;
  logic [63:0] scores = {8'd1, 8'd9, 8'd0, 8'h80, 8'd9, 8'd9, 8'hFD, 8'd5};
  logic [1:0] out_count;
  logic [2:0] out_first, out_second;
  logic [31:0] loads;

  always #5 clk = ~clk;

  moe_router dut (
    .clk(clk), .rst(rst), .new_batch(new_batch), .capacity(capacity), .in_valid(in_valid),
    .enable(enable), .scores(scores), .out_valid(out_valid), .out_count(out_count),
    .out_first(out_first), .out_second(out_second), .out_gap(out_gap), .loads(loads));

  task automatic token(input int n, input int f, input int g, input int gap, input logic [31:0] l);
    in_valid = 1;
    @(posedge clk); #1;
    in_valid = 0;
    if (out_valid !== 1 || out_count !== n[1:0] || (n > 0 && out_first !== f[2:0]) || (n > 1 && (out_second !== g[2:0] || out_gap !== gap[7:0])) || loads !== l)
      $error("valid %b count %0d first %0d second %0d gap %0d loads %h, expected %0d %0d %0d %0d %h",
             out_valid, out_count, out_first, out_second, out_gap, loads, n, f, g, gap, l);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    token(2, 2, 3, 0, 32'h00001100);
    token(2, 6, 0, 4, 32'h01001101);
    token(2, 7, 5, 1, 32'h11101101);
    token(2, 1, 4, 125, 32'h11111111);
    token(0, 0, 0, 0, 32'h11111111);
    capacity = 2; enable = 8'h10;
    token(1, 4, 0, 0, 32'h11121111);
    new_batch = 1; enable = 8'h30;
    token(2, 5, 4, 128, 32'h00110000);
    @(posedge clk); #1;
    if (out_valid !== 0 || loads !== 0) $error("valid %b loads %h after new_batch", out_valid, loads);
    $finish;
  end
endmodule
