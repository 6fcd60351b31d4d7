module tb;
  logic clk = 0, rst_n = 0, row_valid = 0, row_ready, causal = 0, row_skipped, blk_valid, blk_ready = 1, diag, row_first, row_last;
  logic [15:0] k_base = 16'h1000, k_addr;
  logic [3:0] log_bytes = 6;
  logic [7:0] row_mask = 0;
  logic [2:0] blk_q, blk_k;

  always #5 clk = ~clk;

  block_sparse_addr dut (
    .clk(clk), .rst_n(rst_n), .k_base(k_base), .log_bytes(log_bytes), .row_valid(row_valid),
    .row_ready(row_ready), .row_mask(row_mask), .causal(causal), .row_skipped(row_skipped),
    .blk_valid(blk_valid), .blk_ready(blk_ready), .blk_q(blk_q), .blk_k(blk_k), .k_addr(k_addr),
    .diag(diag), .row_first(row_first), .row_last(row_last));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  task automatic traffic(input int n, input int rv, input int br, input int mode);
    for (int i = 0; i < n; i++) begin
      step();
      row_valid = s[2:0] < rv;
      blk_ready = s[5:3] < br;
      causal    = s[6];
      case (mode)
        0: row_mask = s[15:8];
        1: row_mask = s[15:8] & s[23:16] & s[31:24];
        2: row_mask = 8'd1 << s[10:8];
        default: row_mask = 8'hFF;
      endcase
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    for (int c = 0; c < 16; c++) begin
      // the constants change only while nothing is on its way
      step(); row_valid = 0; blk_ready = 1;
      repeat (10) step();
      rst_n = 0; k_base = s[31:16]; log_bytes = c[3:0];
      step(); rst_n = 1;
      traffic(60, 8, 8, 3);
      traffic(80, 8, 8, c % 3);
      traffic(80, 5, 5, (c + 1) % 3);
      traffic(40, 8, 4, 1);
      if (c % 2 == 0) begin
        step(); rst_n = 0; step(); rst_n = 1;
        traffic(30, 8, 8, 2);
      end
    end
    step();
    $finish;
  end
endmodule
