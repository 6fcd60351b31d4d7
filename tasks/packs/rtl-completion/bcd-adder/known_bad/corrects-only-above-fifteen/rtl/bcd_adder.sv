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

  logic [4:0] digit;
  logic       carry;

  always_comb begin
    invalid = 1'b0;
    // a - b is a plus the nine's complement of b plus one
    carry   = carry_in ^ sub;
    for (int i = 0; i < 4; i++) begin
      if (a[4*i +: 4] > 4'd9 || b[4*i +: 4] > 4'd9) invalid = 1'b1;
      digit = {1'b0, a[4*i +: 4]} + (sub ? 5'd9 - {1'b0, b[4*i +: 4]} : {1'b0, b[4*i +: 4]}) + {4'd0, carry};
      carry = (digit > 5'd10);
      if (carry) digit = digit + 5'd6;
      y[4*i +: 4] = digit[3:0];
    end
    carry_out = carry ^ sub;
    if (invalid) begin
      y         = 16'h0000;
      carry_out = 1'b0;
    end
  end

endmodule
