module tb;
  logic [11:0] sel, dup_mask;
  logic        active_low, is_onehot, is_onehot0;
  logic [3:0]  index, excess;

  onehot_checker dut (
    .sel(sel), .active_low(active_low), .is_onehot(is_onehot), .is_onehot0(is_onehot0),
    .index(index), .excess(excess), .dup_mask(dup_mask));

  task automatic try(input logic [11:0] s, input logic low, input logic one, input logic one0,
                     input logic [3:0] i, input logic [3:0] e, input logic [11:0] d);
    sel = s; active_low = low;
    #1;
    if (is_onehot !== one || is_onehot0 !== one0)
      $error("sel %b active_low %b: expected is_onehot %b is_onehot0 %b, got %b %b",
             s, low, one, one0, is_onehot, is_onehot0);
    if (index !== i || excess !== e)
      $error("sel %b active_low %b: expected index %0d excess %0d, got %0d %0d",
             s, low, i, e, index, excess);
    if (dup_mask !== d)
      $error("sel %b active_low %b: expected dup_mask %b, got %b", s, low, d, dup_mask);
  endtask

  initial begin
    try(12'b0000_1000_0000, 0, 1, 1, 7, 0, 12'b0000_0000_0000);
    try(12'b0000_0000_0000, 0, 0, 1, 15, 0, 12'b0000_0000_0000);
    try(12'b1111_1111_1110, 1, 1, 1, 0, 0, 12'b0000_0000_0000);
    try(12'b0011_0000_0100, 0, 0, 0, 15, 2, 12'b0011_0000_0000);
    $finish;
  end
endmodule
