// Resolves branches and jumps.
module branch_unit (
  input  logic [1:0]  kind,          // 0 none, 1 branch, 2 JAL, 3 JALR
  input  logic [2:0]  funct3,
  input  logic [31:0] pc,
  input  logic [31:0] rs1,
  input  logic [31:0] rs2,
  input  logic [31:0] imm,           // byte offset, sign-extended
  input  logic [31:0] predicted_pc,
  output logic        taken,
  output logic [31:0] next_pc,
  output logic [31:0] link,
  output logic        mispredict,
  output logic        misaligned,
  output logic        illegal
);

  // to be completed

endmodule
