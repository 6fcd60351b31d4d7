module tb;
  logic [3:0]  op;
  logic [15:0] a, b, y;
  logic        carry_in, carry, overflow, negative, zero;

  alu16 dut (
    .op(op), .a(a), .b(b), .carry_in(carry_in),
    .y(y), .carry(carry), .overflow(overflow), .negative(negative), .zero(zero));

  task automatic try(input logic [3:0] o, input logic [15:0] ia, input logic [15:0] ib, input logic c,
                     input logic [15:0] want, input logic [3:0] flags);
    op = o; a = ia; b = ib; carry_in = c;
    #1;
    if (y !== want || {carry, overflow, negative, zero} !== flags)
      $error("op %0d a %h b %h carry_in %b: expected %h with carry, overflow, negative, zero %b, got %h %b",
             o, ia, ib, c, want, flags, y, {carry, overflow, negative, zero});
  endtask

  initial begin
    try(4'd0,  16'h7fff, 16'h0001, 1, 16'h8000, 4'b0110);
    try(4'd1,  16'hffff, 16'h0000, 1, 16'h0000, 4'b1001);
    try(4'd2,  16'h0005, 16'h0003, 0, 16'h0002, 4'b1000);
    try(4'd2,  16'h0003, 16'h0005, 0, 16'hfffe, 4'b0010);
    try(4'd3,  16'h8000, 16'h0000, 0, 16'h7fff, 4'b1100);
    try(4'd7,  16'hff0f, 16'h0ff0, 1, 16'hf00f, 4'b1010);
    try(4'd8,  16'h4000, 16'h0000, 1, 16'h8000, 4'b0110);
    try(4'd10, 16'h8001, 16'h0000, 0, 16'hc000, 4'b1010);
    try(4'd12, 16'h0001, 16'h0000, 1, 16'h8000, 4'b1010);
    try(4'd15, 16'h1234, 16'h5678, 1, 16'h5678, 4'b1000);
    $finish;
  end
endmodule
