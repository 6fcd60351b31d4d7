// Expands compressed RV32 instructions, a subset of them.
module rvc_expand (
  input  logic [31:0] raw,
  output logic [31:0] instr,
  output logic        is_compressed,
  output logic        illegal
);

  localparam logic [6:0] OP_LOAD   = 7'b0000011;
  localparam logic [6:0] OP_IMM    = 7'b0010011;
  localparam logic [6:0] OP_STORE  = 7'b0100011;
  localparam logic [6:0] OP_REG    = 7'b0110011;
  localparam logic [6:0] OP_LUI    = 7'b0110111;
  localparam logic [6:0] OP_BRANCH = 7'b1100011;
  localparam logic [6:0] OP_JALR   = 7'b1100111;
  localparam logic [6:0] OP_JAL    = 7'b1101111;

  logic [15:0] h;
  logic [4:0]  rd, rs2, rs1_c, rs2_c;
  assign h     = raw[15:0];
  assign rd    = h[11:7];
  assign rs2   = h[6:2];
  assign rs1_c = {2'b01, h[9:7]};
  assign rs2_c = {2'b01, h[4:2]};

  logic [11:0] imm6;        // sign-extended six-bit immediate
  logic [9:0]  imm_4spn;
  logic [11:0] imm_16sp;
  logic [6:0]  imm_word;
  logic [7:0]  imm_lwsp, imm_swsp;
  logic [11:1] imm_j;
  logic [8:1]  imm_b;
  assign imm6     = {{7{h[12]}}, h[6:2]};
  assign imm_4spn = {h[10:7], h[12:11], h[5], h[6], 2'b00};
  assign imm_16sp = {{3{h[12]}}, h[4:3], h[5], h[2], h[6], 4'b0000};
  assign imm_word = {h[5], h[12:10], h[6], 2'b00};
  assign imm_lwsp = {h[3:2], h[12], h[6:4], 2'b00};
  assign imm_swsp = {h[8:7], h[12:9], 2'b00};
  assign imm_j    = {h[12], h[8], h[10:9], h[6], h[7], h[2], h[11], h[5:3]};
  assign imm_b    = {h[12], h[6:5], h[2], h[11:10], h[4:3]};

  logic [2:0] reg_f;        // funct3 of the register operations
  always_comb begin
    case (h[6:5])
      2'b00: reg_f = 3'd0;
      2'b01: reg_f = 3'd4;
      2'b10: reg_f = 3'd6;
      default: reg_f = 3'd7;
    endcase
  end

  assign is_compressed = (h[1:0] != 2'b11);

  always_comb begin
    illegal = 1'b0;
    instr   = raw;
    case ({h[1:0], h[15:13]})
      5'b00_000: begin
        instr   = {2'b00, imm_4spn, 5'd2, 3'd0, rs2_c, OP_IMM};
        illegal = (imm_4spn == 10'd0);
      end
      5'b00_010: instr = {5'd0, imm_word, rs1_c, 3'd2, rs2_c, OP_LOAD};
      5'b00_110: instr = {5'd0, imm_word[6:5], rs2_c, rs1_c, 3'd2, imm_word[4:0], OP_STORE};
      5'b01_000: instr = {imm6, rd, 3'd0, rd, OP_IMM};
      5'b01_010: instr = {imm6, 5'd0, 3'd0, rd, OP_IMM};
      5'b01_011: begin
        if (rd == 5'd2) instr = {imm_16sp, 5'd2, 3'd0, 5'd2, OP_IMM};
        else            instr = {{8{h[12]}}, imm6, rd, OP_LUI};
        illegal = ({h[12], h[6:2]} == 6'd0);
      end
      5'b01_100: begin
        case (h[11:10])
          2'b00: instr = {7'b0000000, h[6:2], rs1_c, 3'd5, rs1_c, OP_IMM};
          2'b01: instr = {7'b0100000, h[6:2], rs1_c, 3'd5, rs1_c, OP_IMM};
          2'b10: instr = {imm6, rs1_c, 3'd7, rs1_c, OP_IMM};
          default: instr = {1'b0, h[6:5] == 2'b00, 5'd0, rs2_c, rs1_c, reg_f, rs1_c, OP_REG};
        endcase
        illegal = h[12] && (h[11:10] != 2'b10);
      end
      5'b01_101: instr = {imm_j[11], imm_j[10:1], imm_j[11], {8{imm_j[11]}}, 5'd0, OP_JAL};
      5'b01_110, 5'b01_111:
        instr = {{4{imm_b[8]}}, imm_b[7:5], 5'd0, rs1_c, {2'b00, h[13]}, imm_b[4:1], imm_b[8], OP_BRANCH};
      5'b10_000: begin
        instr   = {7'b0000000, h[6:2], rd, 3'd1, rd, OP_IMM};
        illegal = h[12];
      end
      5'b10_010: begin
        instr   = {4'd0, imm_lwsp, 5'd2, 3'd2, rd, OP_LOAD};
        illegal = (rd == 5'd0);
      end
      5'b10_100: begin
        if (rs2 == 5'd0) begin
          instr   = {12'd0, rd, 3'd0, 5'd0, OP_JALR};
          illegal = h[12] || (rd == 5'd0);
        end else begin
          instr = {7'd0, rs2, h[12] ? rd : 5'd0, 3'd0, rd, OP_REG};
        end
      end
      5'b10_110: instr = {4'd0, imm_swsp[7:5], rs2, 5'd2, 3'd2, imm_swsp[4:0], OP_STORE};
      default: illegal = is_compressed;
    endcase
    if (illegal) instr = 32'd0;
  end

endmodule
