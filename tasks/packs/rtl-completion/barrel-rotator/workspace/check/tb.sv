module tb;
  logic [7:0] data, y;
  logic [2:0] amount;
  logic       right, split;

  barrel_rotator #(.WIDTH(8)) dut (.data(data), .amount(amount), .right(right), .split(split), .y(y));

  task automatic try(input logic s, input logic r, input logic [2:0] a, input logic [7:0] want);
    split = s; right = r; amount = a;
    #1;
    if (y !== want) $error("split %b right %b amount %0d: expected %b, got %b", s, r, a, want, y);
  endtask

  initial begin
    data = 8'b1100_0001;
    try(0, 0, 1, 8'b1000_0011);
    try(0, 1, 3, 8'b0011_1000);
    try(1, 0, 1, 8'b1001_0010);
    try(1, 1, 5, 8'b0110_1000);
    $finish;
  end
endmodule
