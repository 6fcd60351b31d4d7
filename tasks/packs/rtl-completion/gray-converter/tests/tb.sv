module tb;
  logic       clk = 0;
  logic [7:0] b8 = 0, g8 = 0, p8 = 0, gray8, bin8;
  logic [4:0] gray5, bin5;
  logic       adj8, adj5, gray1, bin1, adj1;

  always #5 clk = ~clk;

  gray_converter dut8 (
    .bin_in(b8), .gray_out(gray8), .gray_in(g8), .bin_out(bin8), .gray_prev(p8), .one_step(adj8));
  gray_converter #(.WIDTH(5)) dut5 (
    .bin_in(b8[4:0]), .gray_out(gray5), .gray_in(g8[4:0]), .bin_out(bin5), .gray_prev(p8[4:0]), .one_step(adj5));
  gray_converter #(.WIDTH(1)) dut1 (
    .bin_in(b8[0]), .gray_out(gray1), .gray_in(g8[0]), .bin_out(bin1), .gray_prev(p8[0]), .one_step(adj1));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [7:0] b, input logic [7:0] g, input logic [7:0] p);
    @(posedge clk); #1;
    b8 = b; g8 = g; p8 = p;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int i = 0; i < 256; i++) begin
      draw();
      put(i[7:0], i[7:0], i[7:0]);
      put(rng[7:0], i[7:0], i[7:0] ^ (8'd1 << rng[10:8]));
      put(rng[23:16], i[7:0], i[7:0] ^ (8'd1 << rng[10:8]) ^ (8'd1 << rng[13:11]));
      put(rng[31:24], i[7:0], rng[7:0]);
    end
    @(posedge clk);
    $finish;
  end
endmodule
