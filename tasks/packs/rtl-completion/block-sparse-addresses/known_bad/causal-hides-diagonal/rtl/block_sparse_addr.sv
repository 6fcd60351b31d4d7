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

  logic [7:0] left_q;      // blocks of the current row still to be taken
  logic [7:0] rest;        // without the lowest one
  logic [2:0] next_q;      // query block of the next row
  logic [7:0] allowed;
  logic       take_row;

  assign rest      = left_q & (left_q - 8'd1);
  assign blk_valid = left_q != 8'd0;
  assign row_last  = rest == 8'd0;
  assign row_ready = ~blk_valid | (row_last & blk_ready);
  assign take_row  = row_valid & row_ready;
  assign allowed   = causal ? row_mask & ~(8'hFF << next_q) : row_mask;

  always_comb begin
    blk_k = 3'd0;
    for (int k = 7; k >= 0; k--) begin
      if (left_q[k]) blk_k = k[2:0];
    end
  end

  assign k_addr = k_base + ({13'd0, blk_k} << log_bytes);
  assign diag   = blk_k == blk_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      left_q      <= '0;
      next_q      <= '0;
      row_skipped <= 1'b0;
    end else begin
      row_skipped <= take_row & (allowed == 8'd0);
      if (take_row) begin
        left_q <= allowed;
        next_q <= next_q + 3'd1;
      end else if (blk_ready) begin
        left_q <= rest;
      end
    end
  end

  always_ff @(posedge clk) begin
    if (take_row) begin
      blk_q     <= next_q;
      row_first <= 1'b1;
    end else if (blk_ready) begin
      row_first <= 1'b0;
    end
  end

endmodule
