// Each mode once from the value in the instruction's example.
module tb;
  logic       clk = 0, rst = 1, ser_left = 0, ser_right = 1;
  logic [2:0] mode = 0;
  logic [7:0] d = 8'b1011_0010, q;
  logic       lost;

  always #5 clk = ~clk;

  universal_shift dut (
    .clk(clk), .rst(rst), .mode(mode), .ser_left(ser_left), .ser_right(ser_right),
    .d(d), .q(q), .lost(lost)
  );

  task automatic op(input logic [2:0] m, input logic [7:0] v, input logic l);
    mode = m;
    @(posedge clk); #1;
    if (q !== v) $error("mode %0d: q: expected %b, got %b", m, v, q);
    if (lost !== l) $error("mode %0d: lost: expected %b, got %b", m, l, lost);
  endtask

  initial begin
    op(3, 8'h00, 0);
    rst = 0;
    op(3, 8'b1011_0010, 0); op(0, 8'b1011_0010, 0);
    op(1, 8'b0101_1001, 0);
    op(3, 8'b1011_0010, 0); op(2, 8'b0110_0101, 1); op(0, 8'b0110_0101, 1);
    op(3, 8'b1011_0010, 0); op(4, 8'b0101_1001, 0); op(4, 8'b1010_1100, 1);
    op(3, 8'b1011_0010, 0); op(5, 8'b0110_0101, 1);
    op(3, 8'b1011_0010, 0); op(6, 8'b1101_1001, 0);
    op(7, 8'b1001_1011, 0);
    op(3, 8'b1011_0010, 0); op(7, 8'b0100_1101, 0);
    $finish;
  end
endmodule
