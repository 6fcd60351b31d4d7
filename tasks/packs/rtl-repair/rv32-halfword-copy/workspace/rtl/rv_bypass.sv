// Operand selection for stage 2: register file value, or the result that
// stage 3 is writing back in this cycle.
module rv_bypass (
  input  logic [4:0]  rs1,
  input  logic [4:0]  rs2,
  input  logic [31:0] rf_rs1_data,
  input  logic [31:0] rf_rs2_data,

  input  logic        wb_we,
  input  logic [4:0]  wb_rd,
  input  logic [31:0] wb_data,

  output logic [31:0] op1,
  output logic [31:0] op2
);

  assign op1 = (wb_we && wb_rd == rs1) ? wb_data : rf_rs1_data;
  assign op2 = (wb_we && wb_rd == rs2) ? wb_data : rf_rs2_data;

endmodule
