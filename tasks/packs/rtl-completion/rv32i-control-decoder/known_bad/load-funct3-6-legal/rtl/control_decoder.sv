// Decoder of RV32I for a core with one ALU.
module control_decoder (
  input  logic [31:0] instr,
  output logic        legal,
  output logic [3:0]  alu_op,
  output logic        a_pc,
  output logic        b_imm,
  output logic        reg_write,
  output logic        mem_read,
  output logic        mem_write,
  output logic        branch,
  output logic        jump
);

  logic [2:0] funct3;
  logic       plain;       // funct7 is 0000000
  logic       other;       // funct7 is 0100000
  logic [3:0] by_funct3;
  logic       has_rd;
  logic [7:0] controls;    // {legal, a_pc, b_imm, writes rd, mem_read, mem_write, branch, jump}

  assign funct3 = instr[14:12];
  assign plain  = (instr[31:25] == 7'b0000000);
  assign other  = (instr[31:25] == 7'b0100000);
  assign has_rd = (instr[11:7] != 5'd0);

  always_comb begin
    case (funct3)
      3'd0: by_funct3 = 4'd0;
      3'd1: by_funct3 = 4'd2;
      3'd2: by_funct3 = 4'd3;
      3'd3: by_funct3 = 4'd4;
      3'd4: by_funct3 = 4'd5;
      3'd5: by_funct3 = other ? 4'd7 : 4'd6;
      3'd6: by_funct3 = 4'd8;
      default: by_funct3 = 4'd9;
    endcase
  end

  always_comb begin
    alu_op   = 4'd0;
    controls = 8'b0000_0000;
    case (instr[6:0])
      7'b0110111: begin
        alu_op   = 4'd10;
        controls = 8'b1011_0000;
      end
      7'b0010111: controls = 8'b1111_0000;
      7'b1101111: controls = 8'b1111_0001;
      7'b1100111: if (funct3 == 3'd0) controls = 8'b1011_0001;
      7'b1100011: if (funct3[2:1] != 2'b01) controls = 8'b1110_0010;
      7'b0000011: if (funct3[1:0] != 2'd3) controls = 8'b1011_1000;
      7'b0100011: if (funct3 < 3'd3) controls = 8'b1010_0100;
      7'b0010011: begin
        if (funct3[1:0] != 2'b01 || plain || (other && funct3[2])) begin
          alu_op   = by_funct3;
          controls = 8'b1011_0000;
        end
      end
      7'b0110011: begin
        if (plain || (other && (funct3 == 3'd0 || funct3 == 3'd5))) begin
          alu_op   = (other && funct3 == 3'd0) ? 4'd1 : by_funct3;
          controls = 8'b1001_0000;
        end
      end
      7'b0001111: if (funct3 == 3'd0) controls = 8'b1000_0000;
      7'b1110011: if (instr[31:7] == 25'd0 || instr[31:7] == 25'h2000) controls = 8'b1000_0000;
      default: ;
    endcase
  end

  assign {legal, a_pc, b_imm} = controls[7:5];
  assign reg_write = controls[4] && has_rd;
  assign {mem_read, mem_write, branch, jump} = controls[3:0];

endmodule
