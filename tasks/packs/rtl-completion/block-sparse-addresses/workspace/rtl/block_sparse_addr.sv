// Lists the key blocks that each query block has to visit.
module block_sparse_addr (
  input  logic        clk,
  input  logic        rst_n,

  input  logic [15:0] k_base,
  input  logic [3:0]  log_bytes,

  input  logic        row_valid,
  output logic        row_ready,
  input  logic [7:0]  row_mask,
  input  logic        causal,
  output logic        row_skipped,

  output logic        blk_valid,
  input  logic        blk_ready,
  output logic [2:0]  blk_q,
  output logic [2:0]  blk_k,
  output logic [15:0] k_addr,
  output logic        diag,
  output logic        row_first,
  output logic        row_last
);

endmodule
