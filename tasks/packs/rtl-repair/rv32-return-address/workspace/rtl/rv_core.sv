// Three-stage rv32i core.
//
//   stage 1  fetch
//   stage 2  decode, operand read, ALU, branch, data bus request
//   stage 3  load data, write-back, retire
//
// Stage 2 waits while the data bus does not grant its request.  Stage 3 never
// waits: read data comes in the cycle after the grant.
module rv_core
  import rv_pkg::*;
#(
  parameter logic [31:0] RESET_PC = 32'h0000_0000
) (
  input  logic        clk,
  input  logic        rst_n,

  // instruction bus
  output logic [31:0] imem_addr,
  input  logic        imem_valid,
  input  logic [31:0] imem_rdata,

  // data bus
  output logic        dmem_req,
  input  logic        dmem_gnt,
  output logic        dmem_we,
  output logic [31:0] dmem_addr,
  output logic [3:0]  dmem_strb,
  output logic [31:0] dmem_wdata,
  input  logic [31:0] dmem_rdata,

  // retire port
  output logic        ret_valid,
  output logic [31:0] ret_pc,
  output logic        ret_we,
  output logic [4:0]  ret_rd,
  output logic [31:0] ret_data
);

  // ---------------------------------------------------------------------
  // Stage 1
  // ---------------------------------------------------------------------
  logic        stall;
  logic        taken;
  logic        redirect;
  logic [31:0] target;
  logic        x_valid;
  logic [31:0] x_pc;
  logic [31:0] x_instr;

  rv_fetch #(
    .RESET_PC    (RESET_PC)
  ) u_fetch (
    .clk         (clk),
    .rst_n       (rst_n),
    .stall       (stall),
    .redirect    (redirect),
    .redirect_pc (target),
    .imem_addr   (imem_addr),
    .imem_valid  (imem_valid),
    .imem_rdata  (imem_rdata),
    .f_valid     (x_valid),
    .f_pc        (x_pc),
    .f_instr     (x_instr)
  );

  // ---------------------------------------------------------------------
  // Stage 2
  // ---------------------------------------------------------------------
  logic [4:0]  x_rs1;
  logic [4:0]  x_rs2;
  logic [4:0]  x_rd;
  logic [2:0]  x_funct3;
  logic [31:0] x_imm;
  alu_op_e     x_alu_op;
  logic        x_use_pc;
  logic        x_use_imm;
  logic        x_rd_we;
  logic        x_is_branch;
  logic        x_is_jal;
  logic        x_is_jalr;
  logic        x_is_load;
  logic        x_is_store;

  rv_decode u_decode (
    .instr     (x_instr),
    .rs1       (x_rs1),
    .rs2       (x_rs2),
    .rd        (x_rd),
    .funct3    (x_funct3),
    .imm       (x_imm),
    .alu_op    (x_alu_op),
    .use_pc    (x_use_pc),
    .use_imm   (x_use_imm),
    .rd_we     (x_rd_we),
    .is_branch (x_is_branch),
    .is_jal    (x_is_jal),
    .is_jalr   (x_is_jalr),
    .is_load   (x_is_load),
    .is_store  (x_is_store)
  );

  logic        wb_we;
  logic [4:0]  wb_rd;
  logic [31:0] wb_data;
  logic [31:0] rf_rs1_data;
  logic [31:0] rf_rs2_data;
  logic [31:0] op1;
  logic [31:0] op2;

  rv_regfile u_regfile (
    .clk      (clk),
    .rs1      (x_rs1),
    .rs2      (x_rs2),
    .rs1_data (rf_rs1_data),
    .rs2_data (rf_rs2_data),
    .we       (wb_we),
    .rd       (wb_rd),
    .rd_data  (wb_data)
  );

  rv_bypass u_bypass (
    .rs1         (x_rs1),
    .rs2         (x_rs2),
    .rf_rs1_data (rf_rs1_data),
    .rf_rs2_data (rf_rs2_data),
    .wb_we       (wb_we),
    .wb_rd       (wb_rd),
    .wb_data     (wb_data),
    .op1         (op1),
    .op2         (op2)
  );

  logic [31:0] alu_a;
  logic [31:0] alu_b;
  logic [31:0] alu_result;
  logic [31:0] x_result;

  assign alu_a = x_use_pc  ? x_pc  : op1;
  assign alu_b = x_use_imm ? x_imm : op2;

  rv_alu u_alu (
    .op     (x_alu_op),
    .a      (alu_a),
    .b      (alu_b),
    .result (alu_result)
  );

  rv_branch u_branch (
    .is_branch (x_is_branch),
    .is_jal    (x_is_jal),
    .is_jalr   (x_is_jalr),
    .funct3    (x_funct3),
    .op1       (op1),
    .op2       (op2),
    .pc        (x_imm),
    .imm       (x_pc),
    .taken     (taken),
    .target    (target)
  );

  assign redirect = x_valid && taken;

  // jumps write the return address
  assign x_result = (x_is_jal || x_is_jalr) ? (x_pc + 32'd4) : alu_result;

  rv_store_align u_store_align (
    .size   (x_funct3[1:0]),
    .offset (alu_result[1:0]),
    .data   (op2),
    .strb   (dmem_strb),
    .wdata  (dmem_wdata)
  );

  assign dmem_req  = x_valid && (x_is_load || x_is_store);
  assign dmem_we   = x_is_store;
  assign dmem_addr = {alu_result[31:2], 2'b00};
  assign stall     = dmem_req && !dmem_gnt;

  // ---------------------------------------------------------------------
  // Stage 3
  // ---------------------------------------------------------------------
  logic        w_valid;
  logic [31:0] w_pc;
  logic        w_rd_we;
  logic [4:0]  w_rd;
  logic [31:0] w_result;       // ALU result, address for loads
  logic        w_is_load;
  logic [2:0]  w_funct3;
  logic [31:0] load_data;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      w_valid   <= 1'b0;
      w_pc      <= '0;
      w_rd_we   <= 1'b0;
      w_rd      <= '0;
      w_result  <= '0;
      w_is_load <= 1'b0;
      w_funct3  <= '0;
    end else begin
      w_valid   <= x_valid && !stall;
      w_pc      <= x_pc;
      w_rd_we   <= x_rd_we;
      w_rd      <= x_rd;
      w_result  <= x_result;
      w_is_load <= x_is_load;
      w_funct3  <= x_funct3;
    end
  end

  rv_load_align u_load_align (
    .funct3 (w_funct3),
    .offset (w_result[1:0]),
    .rdata  (dmem_rdata),
    .data   (load_data)
  );

  assign wb_we   = w_valid && w_rd_we;
  assign wb_rd   = w_rd;
  assign wb_data = w_is_load ? load_data : w_result;

  assign ret_valid = w_valid;
  assign ret_pc    = w_pc;
  assign ret_we    = wb_we;
  assign ret_rd    = w_rd;
  assign ret_data  = wb_data;

endmodule
