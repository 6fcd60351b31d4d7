// Weighted histogram in block RAM, one sample per clock.
module hist_top #(
  parameter int BINS     = 64,
  parameter int COUNT_W  = 12,
  parameter int WEIGHT_W = 4
) (
  input  logic                    clk,
  input  logic                    rst_n,

  input  logic                    clear_req,
  output logic                    clearing,

  input  logic                    in_valid,
  output logic                    in_ready,
  input  logic [$clog2(BINS)-1:0] in_bin,
  input  logic [WEIGHT_W-1:0]     in_weight,

  input  logic                    rd_req,
  output logic                    rd_ready,
  input  logic [$clog2(BINS)-1:0] rd_bin,
  output logic                    rd_valid,
  output logic [COUNT_W-1:0]      rd_count
);

  localparam int BIN_W = $clog2(BINS);

  logic               zero_we;
  logic [BIN_W-1:0]   zero_addr;
  logic               upd_we;
  logic [BIN_W-1:0]   upd_waddr;
  logic [COUNT_W-1:0] upd_wdata;
  logic [COUNT_W-1:0] ram_rdata;
  logic               op_valid;
  logic [BIN_W-1:0]   op_bin;

  // samples come before reads
  assign in_ready = ~clearing;
  assign rd_ready = ~clearing & ~in_valid;
  assign op_valid = ~clearing & (in_valid | rd_req);
  assign op_bin   = in_valid ? in_bin : rd_bin;

  hist_clear #(
    .BINS (BINS)
  ) u_clear (
    .clk       (clk),
    .rst_n     (rst_n),
    .clear_req (clear_req),
    .clearing  (clearing),
    .zero_we   (zero_we),
    .zero_addr (zero_addr)
  );

  hist_update #(
    .BINS     (BINS),
    .COUNT_W  (COUNT_W),
    .WEIGHT_W (WEIGHT_W)
  ) u_update (
    .clk        (clk),
    .rst_n      (rst_n),
    .op_valid   (op_valid),
    .op_is_read (~in_valid),
    .op_bin     (op_bin),
    .op_weight  (in_weight),
    .ram_rdata  (ram_rdata),
    .ram_we     (upd_we),
    .ram_waddr  (upd_waddr),
    .ram_wdata  (upd_wdata),
    .rd_valid   (rd_valid),
    .rd_count   (rd_count)
  );

  hist_ram #(
    .DEPTH  (BINS),
    .DATA_W (COUNT_W)
  ) u_ram (
    .clk   (clk),
    .we    (zero_we | upd_we),
    .waddr (zero_we ? zero_addr : upd_waddr),
    .wdata (zero_we ? '0 : upd_wdata),
    .raddr (op_bin),
    .rdata (ram_rdata)
  );

endmodule
