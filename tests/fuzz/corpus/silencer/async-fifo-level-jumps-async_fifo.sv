// FIFO between two unrelated clocks. The pointers cross as Gray code through
// two flops each; the read data falls through.
module async_fifo #(
  parameter int WIDTH        = 8,
  parameter int ADDR_W       = 4,
  parameter int ALMOST_FULL  = 12,
  parameter int ALMOST_EMPTY = 2
) (
  input  logic             wr_clk,
  input  logic             wr_rst_n,
  input  logic             wr_en,
  input  logic [WIDTH-1:0] wr_data,
  output logic             wr_full,
  output logic             wr_almost_full,
  output logic [ADDR_W:0]  wr_level,

  input  logic             rd_clk,
  input  logic             rd_rst_n,
  input  logic             rd_en,
  output logic [WIDTH-1:0] rd_data,
  output logic             rd_empty,
  output logic             rd_almost_empty,
  output logic [ADDR_W:0]  rd_level
);

  logic              push;
  logic [ADDR_W-1:0] wr_addr, rd_addr;
  logic [ADDR_W:0]   wr_gray, rd_gray;            // in their own domains
  logic [ADDR_W:0]   wr_gray_in_rd, rd_gray_in_wr;

  wr_side #(.ADDR_W(ADDR_W), .ALMOST_FULL(ALMOST_FULL)) u_wr (
    .clk          (wr_clk),
    .rst_n        (wr_rst_n),
    .wr_en        (wr_en),
    .rd_gray_sync (rd_gray_in_wr),
    .push         (push),
    .wr_addr      (wr_addr),
    .wr_gray      (wr_gray),
    .full         (wr_full),
    .almost_full  (wr_almost_full),
    .level        (wr_level)
  );

  rd_side #(.ADDR_W(ADDR_W), .ALMOST_EMPTY(ALMOST_EMPTY)) u_rd (
    .clk          (rd_clk),
    .rst_n        (rd_rst_n),
    .rd_en        (rd_en),
    .wr_gray_sync (wr_gray_in_rd),
    .rd_addr      (rd_addr),
    .rd_gray      (rd_gray),
    .empty        (rd_empty),
    .almost_empty (rd_almost_empty),
    .level        (rd_level)
  );

  cdc_sync #(.WIDTH(ADDR_W + 1)) u_sync_rd (
    .clk   (rd_clk),
    .rst_n (rd_rst_n),
    .d     (wr_gray),
    .q     (wr_gray_in_rd)
  );

  cdc_sync #(.WIDTH(ADDR_W + 1)) u_sync_wr 