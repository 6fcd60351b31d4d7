// ROWS x COLS grid of processing elements. Row operands enter in the west,
// column operands in the north.
module systolic_array #(
  parameter int ROWS   = 4,
  parameter int COLS   = 4,
  parameter int DATA_W = 8,
  parameter int ACC_W  = 24
) (
  input  logic                       clk,
  input  logic                       rst_n,
  input  logic                       clear,
  input  logic [ROWS*DATA_W-1:0]     west_i,
  input  logic [COLS*DATA_W-1:0]     north_i,
  output logic [ROWS*COLS*ACC_W-1:0] acc_o      // row-major
);

  logic [DATA_W-1:0] a_w [ROWS][COLS+1];
  logic [DATA_W-1:0] b_w [ROWS+1][COLS];

  for (genvar r = 0; r < ROWS; r++) begin : g_west
    assign a_w[r][0] = west_i[r*DATA_W +: DATA_W];
  end
  for (genvar c = 0; c < COLS; c++) begin : g_north
    assign b_w[0][c] = north_i[c*DATA_W +: DATA_W];
  end

  for (genvar r = 0; r < ROWS; r++) begin : g_row
    for (genvar c = 0; c < COLS; c++) begin : g_col
      systolic_pe #(
        .DATA_W (DATA_W),
        .ACC_W  (ACC_W)
      ) u_pe (
        .clk   (clk),
        .rst_n (rst_n),
        .clear (clear),
        .a_i   (a_w[r][c]),
        .b_i   (b_w[r][c]),
        .a_o   (a_w[r][c+1]),
        .b_o   (b_w[r+1][c]),
        .acc_o (acc_o[(r*COLS+c)*ACC_W +: ACC_W])
      );
    end
  end

endmodule
