module tb;
  logic [3:0] digit;
  logic       point, lamp_test, blank, rbi, dp, rbo;
  logic [6:0] seg;

  seven_segment dut (
    .digit(digit), .point(point), .lamp_test(lamp_test), .blank(blank), .rbi(rbi),
    .seg(seg), .dp(dp), .rbo(rbo));

  task automatic try(input logic [3:0] d, input logic [3:0] controls,
                     input logic [6:0] s_want, input logic d_want, input logic r_want);
    digit = d;
    {lamp_test, blank, rbi, point} = controls;
    #1;
    if (seg !== s_want || dp !== d_want || rbo !== r_want)
      $error("digit %h lamp_test %b blank %b rbi %b point %b: expected seg %b dp %b rbo %b, got %b %b %b",
             d, lamp_test, blank, rbi, point, s_want, d_want, r_want, seg, dp, rbo);
  endtask

  initial begin
    try(4'h0, 4'b0000, 7'b0111111, 0, 0);
    try(4'h4, 4'b0001, 7'b1100110, 1, 0);
    try(4'hf, 4'b0010, 7'b1110001, 0, 0);
    try(4'h0, 4'b0010, 7'b0000000, 0, 1);
    try(4'h0, 4'b0011, 7'b0111111, 1, 0);
    try(4'h8, 4'b0101, 7'b0000000, 0, 0);
    try(4'h1, 4'b1100, 7'b1111111, 1, 0);
    $finish;
  end
endmodule
