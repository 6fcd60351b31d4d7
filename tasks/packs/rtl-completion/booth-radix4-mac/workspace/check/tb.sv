module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, start = 0, out_valid, ovf;
  logic signed [7:0] a = 0, b = 0;
  logic [11:0] digits;
  logic [2:0] pp_count;
  logic signed [17:0] acc;

  always #5 clk = ~clk;

  booth_mac dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .start(start), .a(a), .b(b), .digits(digits),
    .pp_count(pp_count), .out_valid(out_valid), .acc(acc), .ovf(ovf));

  task automatic put(input logic st, input logic signed [7:0] x, input logic signed [7:0] y, input logic [11:0] dig, input logic [2:0] n);
    in_valid = 1; start = st; a = x; b = y;
    @(posedge clk); #1;
    in_valid = 0;
    if (digits !== dig || pp_count !== n) $error("b %0d: digits %b count %0d, expected %b %0d", y, digits, pp_count, dig, n);
  endtask

  task automatic want(input logic v, input int value, input logic o);
    if (out_valid !== v || acc !== value[17:0] || ovf !== o)
      $error("out_valid %b acc %0d ovf %b, expected %b %0d %b", out_valid, acc, ovf, v, value, o);
  endtask

  initial begin
    #12 rst_n = 1;
    put(1, 3, 109, 12'b010_101_101_001, 4);
    want(0, 0, 0);
    put(0, -128, -128, 12'b110_000_000_000, 1);
    want(1, 327, 0);
    repeat (7) put(0, -128, -128, 12'b110_000_000_000, 1);
    want(1, 327 + 7*16384, 0);
    @(posedge clk); #1;
    want(1, 327 + 131072 - 262144, 1);
    put(1, 5, -1, 12'b000_000_000_101, 1);
    want(0, 327 + 131072 - 262144, 1);
    @(posedge clk); #1;
    want(1, -5, 0);
    $finish;
  end
endmodule
