// ALU of 16 bits; the carry of a subtraction is the inverse of its borrow.
module alu16 (
  input  logic [3:0]  op,
  input  logic [15:0] a,
  input  logic [15:0] b,
  input  logic        carry_in,
  output logic [15:0] y,
  output logic        carry,
  output logic        overflow,
  output logic        negative,
  output logic        zero
);

  localparam logic [3:0] OP_ADC = 4'd1;
  localparam logic [3:0] OP_SUB = 4'd2;
  localparam logic [3:0] OP_SBC = 4'd3;

  logic [15:0] addend;
  logic        first;      // carry into bit 0
  logic [16:0] sum;

  assign addend = (op == OP_SUB || op == OP_SBC) ? ~b : b;
  assign first  = (op == OP_ADC || op == OP_SBC) ? carry_in : (op == OP_SUB);
  assign sum    = {1'b0, a} + {1'b0, addend} + {16'd0, first};

  always_comb begin
    y        = b;
    carry    = carry_in;
    overflow = 1'b0;
    case (op)
      4'd0, OP_ADC, OP_SUB, OP_SBC: begin
        {carry, y} = sum;
        overflow   = (a[15] == b[15]) && (sum[15] != a[15]);
      end
      4'd4: y = a & b;
      4'd5: y = a | b;
      4'd6: y = a ^ b;
      4'd7: y = a & ~b;
      4'd8: begin
        {carry, y} = {a, 1'b0};
        overflow   = a[15] ^ a[14];
      end
      4'd9:  {y, carry} = {1'b0, a};
      4'd10: {y, carry} = {a[15], a};
      4'd11: {carry, y} = {a, carry_in};
      4'd12: {y, carry} = {carry_in, a};
      default: ;
    endcase
  end

  assign negative = y[15];
  assign zero     = (y == 16'd0);

endmodule
