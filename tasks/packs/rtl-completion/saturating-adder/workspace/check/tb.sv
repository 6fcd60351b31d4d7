module tb;
  logic [4:0] a, b, y;
  logic       sub, saturate, overflow, underflow, negative, zero;

  saturating_adder #(.WIDTH(5)) dut (
    .a(a), .b(b), .sub(sub), .saturate(saturate), .y(y),
    .overflow(overflow), .underflow(underflow), .negative(negative), .zero(zero));

  task automatic try(input logic [4:0] ia, input logic [4:0] ib, input logic s, input logic sat,
                     input logic [4:0] want, input logic [3:0] flags);
    a = ia; b = ib; sub = s; saturate = sat;
    #1;
    if (y !== want || {overflow, underflow, negative, zero} !== flags)
      $error("a %0d b %0d sub %b saturate %b: expected y %0d flags %b, got %0d %b", $signed(ia), $signed(ib), s, sat,
             $signed(want), flags, $signed(y), {overflow, underflow, negative, zero});
  endtask

  initial begin
    try( 5'd12,  5'd5,  0, 1,  5'd15, 4'b1000);
    try( 5'd12,  5'd5,  0, 0, -5'd15, 4'b1000);
    try( 5'd0,  -5'd16, 1, 1,  5'd15, 4'b1000);
    try(-5'd16, -5'd16, 0, 0,  5'd0,  4'b0111);
    try(-5'd16, -5'd16, 1, 1,  5'd0,  4'b0001);
    try(-5'd9,   5'd8,  1, 1, -5'd16, 4'b0110);
    $finish;
  end
endmodule
