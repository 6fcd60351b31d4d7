// Runs a small program that emits addresses from nested loops.
module loop_sequencer (
  input  logic        clk,
  input  logic        rst_n,

  input  logic        prog_we,
  input  logic [3:0]  prog_addr,
  input  logic [15:0] prog_data,

  input  logic        start,
  output logic        busy,
  output logic        done,
  output logic        error,
  output logic [3:0]  pc,
  output logic [1:0]  depth,

  output logic        out_valid,
  input  logic        out_ready,
  output logic [11:0] out_addr,
  output logic [1:0]  out_tag
);

endmodule
