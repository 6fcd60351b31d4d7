// Integer ALU.
module rv_alu
  import rv_pkg::*;
(
  input  alu_op_e     op,
  input  logic [31:0] a,
  input  logic [31:0] b,
  output logic [31:0] result
);

  logic [4:0] shamt;

  assign shamt = b[4:0];

  always_comb begin
    case (op)
      ALU_ADD:    result = a + b;
      ALU_SUB:    result = a - b;
      ALU_SLL:    result = a << shamt;
      ALU_SLT:    result = {31'h0, $signed(a) < $signed(b)};
      ALU_SLTU:   result = {31'h0, a < b};
      ALU_XOR:    result = a ^ b;
      ALU_SRL,
      ALU_SRA:    result = (op == ALU_SRA) ? ($signed(a) >>> shamt) : (a >> shamt);
      ALU_OR:     result = a | b;
      ALU_AND:    result = a & b;
      default:    result = b;
    endcase
  end

endmodule
