// Instruction decoder: register numbers, immediate and control signals.
module rv_decode
  import rv_pkg::*;
(
  input  logic [31:0] instr,

  output logic [4:0]  rs1,
  output logic [4:0]  rs2,
  output logic [4:0]  rd,
  output logic [2:0]  funct3,
  output logic [31:0] imm,
  output alu_op_e     alu_op,
  output logic        use_pc,       // ALU operand a is the PC
  output logic        use_imm,      // ALU operand b is the immediate
  output logic        rd_we,
  output logic        is_branch,
  output logic        is_jal,
  output logic        is_jalr,
  output logic        is_load,
  output logic        is_store
);

  logic [6:0] opcode;

  assign opcode = instr[6:0];
  assign rd     = instr[11:7];
  assign funct3 = instr[14:12];
  assign rs1    = instr[19:15];
  assign rs2    = instr[24:20];

  // ---------------------------------------------------------------------
  // Immediates
  // ---------------------------------------------------------------------
  logic [31:0] imm_i;
  logic [31:0] imm_s;
  logic [31:0] imm_b;
  logic [31:0] imm_u;
  logic [31:0] imm_j;

  assign imm_i = {{20{instr[31]}}, instr[31:20]};
  assign imm_s = {{20{instr[31]}}, instr[31:25], instr[11:7]};
  assign imm_b = {{19{instr[31]}}, instr[31], instr[7], instr[30:25], instr[11:8], 1'b0};
  assign imm_u = {instr[31:12], 12'h000};
  assign imm_j = {{11{instr[31]}}, instr[31], instr[19:12], instr[20], instr[30:21], 1'b0};

  always_comb begin
    case (opcode)
      OP_LUI, OP_AUIPC: imm = imm_u;
      OP_JAL:           imm = imm_j;
      OP_BRANCH:        imm = imm_b;
      OP_STORE:         imm = imm_s;
      default:          imm = imm_i;
    endcase
  end

  // ---------------------------------------------------------------------
  // ALU operation
  // ---------------------------------------------------------------------
  always_comb begin
    alu_op = ALU_ADD;
    if (opcode == OP_LUI) begin
      alu_op = ALU_PASS_B;
    end else if (opcode == OP_IMM || opcode == OP_REG) begin
      case (funct3)
        3'b000:  alu_op = (opcode == OP_REG && instr[30]) ? ALU_SUB : ALU_ADD;
        3'b001:  alu_op = ALU_SLL;
        3'b010:  alu_op = ALU_SLT;
        3'b011:  alu_op = ALU_SLTU;
        3'b100:  alu_op = ALU_XOR;
        3'b101:  alu_op = instr[30] ? ALU_SRA : ALU_SRL;
        3'b110:  alu_op = ALU_OR;
        default: alu_op = ALU_AND;
      endcase
    end
  end

  // ---------------------------------------------------------------------
  // Control
  // ---------------------------------------------------------------------
  assign is_branch = (opcode == OP_BRANCH);
  assign is_jal    = (opcode == OP_JAL);
  assign is_jalr   = (opcode == OP_JALR);
  assign is_load   = (opcode == OP_LOAD);
  assign is_store  = (opcode == OP_STORE);
  assign use_pc    = (opcode == OP_AUIPC);
  assign use_imm   = (opcode != OP_REG);
  assign rd_we     = (rd != 5'd0)
                     && (opcode == OP_LUI || opcode == OP_AUIPC || is_jal || is_jalr
                         || is_load || opcode == OP_IMM || opcode == OP_REG);

endmodule
