// 31 x 32 bit integer register file, two read ports, one write port.
// A read in the cycle of a write returns the old value.
module rv_regfile (
  input  logic        clk,
  input  logic [4:0]  rs1,
  input  logic [4:0]  rs2,
  output logic [31:0] rs1_data,
  output logic [31:0] rs2_data,
  input  logic        we,
  input  logic [4:0]  rd,
  input  logic [31:0] rd_data
);

  logic [31:0] regs [32];

  assign rs1_data = (rs1 == 5'd0) ? 32'h0 : regs[rs1];
  assign rs2_data = (rs2 == 5'd0) ? 32'h0 : regs[rs2];

  always_ff @(posedge clk) begin
    if (we) begin
      regs[rd] <= rd_data;
    end
  end

endmodule
