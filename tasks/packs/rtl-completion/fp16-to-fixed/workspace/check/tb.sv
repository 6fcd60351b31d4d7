module tb;
  logic [15:0] value;
  logic [7:0]  fixed;
  logic [2:0]  frac_bits;
  logic [1:0]  mode;
  logic        saturated, inexact, invalid;

  fp16_to_fixed dut (
    .value(value), .frac_bits(frac_bits), .mode(mode),
    .fixed(fixed), .saturated(saturated), .inexact(inexact), .invalid(invalid));

  // flags: saturated, inexact, invalid
  task automatic try(input logic [15:0] v, input logic [2:0] n, input logic [1:0] m,
                     input logic [7:0] want, input logic [2:0] flags);
    value = v; frac_bits = n; mode = m;
    #1;
    if (fixed !== want || {saturated, inexact, invalid} !== flags)
      $error("value %h frac_bits %0d mode %0d: expected %0d flags %b, got %0d %b",
             v, n, m, $signed(want), flags, $signed(fixed), {saturated, inexact, invalid});
  endtask

  initial begin
    try(16'h3e00, 6, 0, 8'd96,  3'b000);
    try(16'hc100, 0, 0, -8'd2,  3'b010);
    try(16'hc100, 0, 2, -8'd3,  3'b010);
    try(16'h0001, 7, 3, 8'd1,   3'b010);
    try(16'h57f8, 0, 0, 8'd127, 3'b100);
    try(16'h57f8, 0, 1, 8'd127, 3'b010);
    try(16'hd804, 0, 0, 8'h80,  3'b010);
    try(16'h7e00, 5, 0, 8'd0,   3'b001);
    try(16'hfc00, 0, 3, 8'h80,  3'b100);
    try(16'h8000, 4, 2, 8'd0,   3'b000);
    $finish;
  end
endmodule
