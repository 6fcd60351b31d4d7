module tb;
  logic [31:0] data;
  logic [3:0]  byte_en;
  logic        odd, parity, majority, tie;
  logic [5:0]  count;

  popcount32 dut (
    .data(data), .byte_en(byte_en), .odd(odd),
    .count(count), .parity(parity), .majority(majority), .tie(tie));

  task automatic try(input logic [31:0] d, input logic [3:0] e, input logic o,
                     input logic [5:0] c, input logic p, input logic m, input logic t);
    data = d; byte_en = e; odd = o;
    #1;
    if (count !== c || parity !== p || majority !== m || tie !== t)
      $error("data %h byte_en %b odd %b: expected count %0d parity %b majority %b tie %b, got %0d %b %b %b",
             d, e, o, c, p, m, t, count, parity, majority, tie);
  endtask

  initial begin
    try(32'hffffffff, 4'b1111, 0, 32, 0, 1, 0);
    try(32'hffff0001, 4'b0011, 0,  1, 1, 0, 0);
    try(32'h0f00007f, 4'b1001, 1, 11, 0, 1, 0);
    try(32'h000f00f0, 4'b0101, 0,  8, 0, 0, 1);
    try(32'hffffffff, 4'b0000, 1,  0, 1, 0, 1);
    $finish;
  end
endmodule
