// Registered read port of the result matrix.
module result_mux #(
  parameter int ROWS  = 4,
  parameter int COLS  = 4,
  parameter int ACC_W = 24
) (
  input  logic                       clk,
  input  logic                       rst_n,
  input  logic [ROWS*COLS*ACC_W-1:0] acc_i,       // row-major
  input  logic [$clog2(ROWS)-1:0]    row_sel,
  input  logic [$clog2(COLS)-1:0]    col_sel,
  output logic signed [ACC_W-1:0]    data_o
);

  localparam int IDX_W = $clog2(ROWS * COLS + 1);

  logic [IDX_W-1:0] index;
  assign index = IDX_W'(row_sel) * IDX_W'(COLS) + IDX_W'(col_sel);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      data_o <= '0;
    end else begin
      data_o <= acc_i[index*ACC_W +: ACC_W];
    end
  end

endmodule
