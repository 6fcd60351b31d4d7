// Branch decision and target of branches and jumps.
module rv_branch (
  input  logic        is_branch,
  input  logic        is_jal,
  input  logic        is_jalr,
  input  logic [2:0]  funct3,
  input  logic [31:0] op1,
  input  logic [31:0] op2,
  input  logic [31:0] pc,
  input  logic [31:0] imm,

  output logic        taken,
  output logic [31:0] target
);

  logic        equal;
  logic        less;
  logic        cond;
  logic [31:0] jalr_sum;

  assign equal = (op1 == op2);

  // funct3[1] selects the unsigned comparisons
  assign less  = funct3[1] ? (op1 < op2) : ($signed(op1) < $signed(op2));

  // funct3[2] selects between eq/ne and lt/ge, funct3[0] inverts
  assign cond  = (funct3[2] ? less : equal) ^ funct3[0];

  assign taken = (is_branch && cond) || is_jal || is_jalr;

  assign jalr_sum = op1 + imm;
  assign target   = is_jalr ? {jalr_sum[31:1], 1'b0} : (pc + imm);

endmodule
