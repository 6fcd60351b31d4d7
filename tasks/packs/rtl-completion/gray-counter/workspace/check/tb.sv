// The sequence of the instruction for three bits, then one step down over zero.
module tb;
  logic       clk = 0, rst_n = 0, clear = 0, en = 0, down = 0;
  logic [2:0] gray, binary;
  logic       last;

  always #5 clk = ~clk;

  gray_counter #(.WIDTH(3)) dut (
    .clk(clk), .rst_n(rst_n), .clear(clear), .en(en), .down(down),
    .gray(gray), .binary(binary), .last(last)
  );

  task automatic want(input logic [2:0] b, input logic [2:0] g, input logic l);
    @(posedge clk); #1;
    if (binary !== b) $error("binary: expected %0d, got %0d", b, binary);
    if (gray !== g) $error("gray: expected %b, got %b", g, gray);
    if (last !== l) $error("last: expected %b, got %b", l, last);
  endtask

  initial begin
    want(0, 3'b000, 0);
    rst_n = 1;
    want(0, 3'b000, 0);
    en = 1;
    want(1, 3'b001, 0);
    want(2, 3'b011, 0);
    want(3, 3'b010, 0);
    want(4, 3'b110, 0);
    want(5, 3'b111, 0);
    want(6, 3'b101, 0);
    want(7, 3'b100, 1);
    want(0, 3'b000, 0);
    down = 1;
    want(7, 3'b100, 0);
    want(6, 3'b101, 0);
    clear = 1;
    want(0, 3'b000, 1);
    $finish;
  end
endmodule
