// Immediate of an RV32I instruction.
module imm_gen (
  input  logic [31:0] instr,
  output logic [31:0] imm,
  output logic [2:0]  format,
  output logic        is_negative
);

  logic [2:0] funct3;
  assign funct3 = instr[14:12];

  always_comb begin
    format = 3'd0;
    case (instr[6:0])
      7'b0000011, 7'b1100111: format = 3'd1;
      7'b0010011: format = (funct3 == 3'b001 || funct3 == 3'b101) ? 3'd6 : 3'd1;
      7'b0100011: format = 3'd2;
      7'b1100011: format = 3'd3;
      7'b0110111, 7'b0010111: format = 3'd4;
      7'b1101111: format = 3'd5;
      7'b1110011: if (funct3 > 3'b100) format = 3'd7;
      default: ;
    endcase
  end

  always_comb begin
    case (format)
      3'd1: imm = {{20{instr[31]}}, instr[31:20]};
      3'd2: imm = {{20{instr[31]}}, instr[31:25], instr[11:7]};
      3'd3: imm = {{21{instr[31]}}, instr[30:25], instr[11:8], 1'b0};
      3'd4: imm = {instr[31:12], 12'd0};
      3'd5: imm = {{12{instr[31]}}, instr[19:12], instr[20], instr[30:21], 1'b0};
      3'd6: imm = {27'd0, instr[24:20]};
      3'd7: imm = {27'd0, instr[19:15]};
      default: imm = 32'd0;
    endcase
  end

  assign is_negative = imm[31];

endmodule
