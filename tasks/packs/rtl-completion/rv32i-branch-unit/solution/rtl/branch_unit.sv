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

  localparam logic [1:0] BRANCH = 2'd1;
  localparam logic [1:0] JAL    = 2'd2;
  localparam logic [1:0] JALR   = 2'd3;

  logic        less, holds;
  logic [31:0] sum;

  always_comb begin
    less = funct3[1] ? rs1 < rs2 : $signed(rs1) < $signed(rs2);
    // funct3[0] inverts the condition
    holds = (funct3[2] ? less : rs1 == rs2) ^ funct3[0];
    sum   = ((kind == JALR) ? rs1 : pc) + imm;
    if (kind == JALR) sum[0] = 1'b0;
    case (kind)
      BRANCH: begin
        illegal = (funct3[2:1] == 2'b01);
        taken   = holds && !illegal;
      end
      JAL: begin
        illegal = 1'b0;
        taken   = 1'b1;
      end
      JALR: begin
        illegal = (funct3 != 3'b000);
        taken   = !illegal;
      end
      default: begin
        illegal = 1'b0;
        taken   = 1'b0;
      end
    endcase
  end

  assign link       = pc + 32'd4;
  assign next_pc    = taken ? sum : link;
  assign mispredict = (next_pc != predicted_pc);
  assign misaligned = taken && (sum[1:0] != 2'b00);

endmodule
