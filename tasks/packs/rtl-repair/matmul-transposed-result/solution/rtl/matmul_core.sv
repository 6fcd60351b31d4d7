// Matrix product C = A * B of ROWS x K and K x COLS operands on an
// output-stationary systolic array. Beat k brings column k of A and row k of B.
module matmul_core #(
  parameter int ROWS   = 4,
  parameter int COLS   = 4,
  parameter int DATA_W = 8,
  parameter int ACC_W  = 24,
  parameter int K_W    = 7
) (
  input  logic                    clk,
  input  logic                    rst_n,

  input  logic                    start,
  input  logic [K_W-1:0]          k_len,
  output logic                    busy,
  output logic                    done,

  input  logic                    in_valid,
  output logic                    in_ready,
  input  logic [ROWS*DATA_W-1:0]  in_a,        // element of row r at r*DATA_W
  input  logic [COLS*DATA_W-1:0]  in_b,        // element of column c at c*DATA_W

  input  logic [$clog2(ROWS)-1:0] rd_row,
  input  logic [$clog2(COLS)-1:0] rd_col,
  output logic signed [ACC_W-1:0] rd_data
);

  logic                       clear;
  logic                       beat;
  logic [ROWS*DATA_W-1:0]     west;
  logic [COLS*DATA_W-1:0]     north;
  logic [ROWS*COLS*ACC_W-1:0] acc;

  assign beat = in_valid & in_ready;

  matmul_seq #(
    .ROWS (ROWS),
    .COLS (COLS),
    .K_W  (K_W)
  ) u_seq (
    .clk      (clk),
    .rst_n    (rst_n),
    .start    (start),
    .k_len    (k_len),
    .in_valid (in_valid),
    .in_ready (in_ready),
    .clear    (clear),
    .busy     (busy),
    .done     (done)
  );

  skew_feeder #(
    .LANES  (ROWS),
    .DATA_W (DATA_W)
  ) u_feed_a (
    .clk     (clk),
    .rst_n   (rst_n),
    .valid_i (beat),
    .vec_i   (in_a),
    .vec_o   (west)
  );

  skew_feeder #(
    .LANES  (COLS),
    .DATA_W (DATA_W)
  ) u_feed_b (
    .clk     (clk),
    .rst_n   (rst_n),
    .valid_i (beat),
    .vec_i   (in_b),
    .vec_o   (north)
  );

  systolic_array #(
    .ROWS   (ROWS),
    .COLS   (COLS),
    .DATA_W (DATA_W),
    .ACC_W  (ACC_W)
  ) u_array (
    .clk     (clk),
    .rst_n   (rst_n),
    .clear   (clear),
    .west_i  (west),
    .north_i (north),
    .acc_o   (acc)
  );

  result_mux #(
    .ROWS  (ROWS),
    .COLS  (COLS),
    .ACC_W (ACC_W)
  ) u_result (
    .clk     (clk),
    .rst_n   (rst_n),
    .acc_i   (acc),
    .row_sel (rd_row),
    .col_sel (rd_col),
    .data_o  (rd_data)
  );

endmodule
