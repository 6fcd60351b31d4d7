module tb;
  logic [2:0] bin_in, gray_out, gray_in, bin_out, gray_prev;
  logic       one_step;

  gray_converter #(.WIDTH(3)) dut (
    .bin_in(bin_in), .gray_out(gray_out), .gray_in(gray_in), .bin_out(bin_out),
    .gray_prev(gray_prev), .one_step(one_step));

  task automatic try(input logic [2:0] b, input logic [2:0] g_want, input logic [2:0] g, input logic [2:0] b_want,
                     input logic [2:0] p, input logic s_want);
    bin_in = b; gray_in = g; gray_prev = p;
    #1;
    if (gray_out !== g_want) $error("bin_in %0d: expected gray_out %b, got %b", b, g_want, gray_out);
    if (bin_out !== b_want) $error("gray_in %b: expected bin_out %0d, got %0d", g, b_want, bin_out);
    if (one_step !== s_want) $error("gray_in %b gray_prev %b: expected one_step %b, got %b", g, p, s_want, one_step);
  endtask

  initial begin
    try(3'd6, 3'b101, 3'b110, 3'd4, 3'b010, 1);
    try(3'd2, 3'b011, 3'b111, 3'd5, 3'b111, 0);
    try(3'd7, 3'b100, 3'b010, 3'd3, 3'b001, 0);
    try(3'd5, 3'b111, 3'b100, 3'd7, 3'b000, 1);
    $finish;
  end
endmodule
