module tb;
  logic [15:0] value;
  logic        flush;
  logic [9:0]  class_mask;
  logic [5:0]  exponent;
  logic [10:0] significand;

  fp16_classify dut (
    .value(value), .flush(flush), .class_mask(class_mask), .exponent(exponent), .significand(significand));

  task automatic try(input logic [15:0] v, input logic f, input logic [3:0] c, input logic [5:0] e,
                     input logic [10:0] s);
    value = v; flush = f;
    #1;
    if (class_mask !== (10'd1 << c) || exponent !== e || significand !== s)
      $error("value %h flush %b: expected class_mask %b exponent %0d significand %h, got %b %0d %h",
             v, f, 10'd1 << c, $signed(e), s, class_mask, $signed(exponent), significand);
  endtask

  initial begin
    try(16'h3c01, 0, 6,   6'd0,  11'h401);
    try(16'h8001, 0, 2,  -6'd24, 11'h400);
    try(16'h0300, 0, 5,  -6'd15, 11'h600);
    try(16'h0300, 1, 4,   6'd0,  11'h000);
    try(16'hfe00, 0, 9,   6'd0,  11'h000);
    try(16'hfbff, 1, 1,   6'd15, 11'h7ff);
    try(16'h7d00, 0, 8,   6'd0,  11'h000);
    try(16'hfc00, 0, 0,   6'd0,  11'h000);
    $finish;
  end
endmodule
