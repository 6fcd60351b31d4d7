// Adds or subtracts two numbers of four BCD digits.
module bcd_adder (
  input  logic [15:0] a,
  input  logic [15:0] b,
  input  logic        carry_in,    // a borrow when subtracting, as is carry_out
  input  logic        sub,
  output logic [15:0] y,
  output logic        carry_out,
  output logic        invalid
);

  // to be completed

endmodule
