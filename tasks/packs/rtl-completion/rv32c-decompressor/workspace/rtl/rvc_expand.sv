// Expands compressed RV32 instructions, a subset of them.
module rvc_expand (
  input  logic [31:0] raw,
  output logic [31:0] instr,
  output logic        is_compressed,
  output logic        illegal
);

  // to be completed

endmodule
