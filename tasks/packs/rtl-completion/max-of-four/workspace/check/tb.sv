module tb;
  logic [31:0] lanes;
  logic [3:0]  enable, hits;
  logic        is_signed, find_min, any, tie;
  logic [7:0]  best;
  logic [1:0]  index;

  max_of_four dut (
    .lanes(lanes), .enable(enable), .is_signed(is_signed), .find_min(find_min),
    .any(any), .best(best), .index(index), .tie(tie), .hits(hits));

  task automatic try(input logic [3:0] e, input logic s, input logic m,
                     input logic [7:0] b, input logic [1:0] i, input logic t, input logic [3:0] h);
    enable = e; is_signed = s; find_min = m;
    #1;
    if (any !== (e != 0) || best !== b || index !== i || tie !== t || hits !== h)
      $error("enable %b is_signed %b find_min %b: expected %b %h %0d %b %b, got %b %h %0d %b %b",
             e, s, m, e != 0, b, i, t, h, any, best, index, tie, hits);
  endtask

  initial begin
    lanes = 32'h80_05_7f_80;
    try(4'b1111, 0, 0, 8'h80, 0, 1, 4'b1001);
    try(4'b1111, 1, 0, 8'h7f, 1, 0, 4'b0010);
    try(4'b1110, 1, 1, 8'h80, 3, 0, 4'b1000);
    try(4'b1011, 0, 1, 8'h7f, 1, 0, 4'b0010);
    try(4'b0000, 1, 1, 8'h00, 0, 0, 4'b0000);
    $finish;
  end
endmodule
