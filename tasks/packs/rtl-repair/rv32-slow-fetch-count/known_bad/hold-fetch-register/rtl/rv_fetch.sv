// Stage 1: program counter and fetch register.
module rv_fetch #(
  parameter logic [31:0] RESET_PC = 32'h0000_0000
) (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        stall,        // stage 2 cannot take a new instruction
  input  logic        redirect,     // taken branch or jump in stage 2
  input  logic [31:0] redirect_pc,

  output logic [31:0] imem_addr,
  input  logic        imem_valid,   // imem_rdata belongs to imem_addr, this cycle
  input  logic [31:0] imem_rdata,

  output logic        f_valid,
  output logic [31:0] f_pc,
  output logic [31:0] f_instr
);

  logic [31:0] pc;

  assign imem_addr = pc;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      pc      <= RESET_PC;
      f_valid <= 1'b0;
      f_pc    <= '0;
      f_instr <= '0;
    end else if (!stall) begin
      if (redirect) begin
        pc      <= redirect_pc;
        f_valid <= 1'b0;
      end else if (imem_valid) begin
        pc      <= pc + 32'd4;
        f_valid <= 1'b1;
        f_pc    <= pc;
        f_instr <= imem_rdata;
      end
    end
  end

endmodule
