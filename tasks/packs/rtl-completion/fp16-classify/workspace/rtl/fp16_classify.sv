// Classifies and unpacks a number of half precision.
module fp16_classify (
  input  logic [15:0] value,
  input  logic        flush,         // subnormal numbers count as zeros
  output logic [9:0]  class_mask,
  output logic [5:0]  exponent,      // two's complement
  output logic [10:0] significand    // leading one in bit 10
);

  // to be completed

endmodule
