// Output-stationary processing element: multiplies the operands that pass
// through and keeps the sum. Operands move on with one clock of delay.
module systolic_pe #(
  parameter int DATA_W = 8,
  parameter int ACC_W  = 24
) (
  input  logic                     clk,
  input  logic                     rst_n,
  input  logic                     clear,
  input  logic signed [DATA_W-1:0] a_i,     // from the west
  input  logic signed [DATA_W-1:0] b_i,     // from the north
  output logic signed [DATA_W-1:0] a_o,     // to the east
  output logic signed [DATA_W-1:0] b_o,     // to the south
  output logic signed [ACC_W-1:0]  acc_o
);

  logic signed [2*DATA_W-1:0] product;
  assign product = a_i * b_i;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      a_o   <= '0;
      b_o   <= '0;
      acc_o <= '0;
    end else begin
      a_o   <= a_i;
      b_o   <= b_i;
      acc_o <= clear ? '0 : acc_o + {{(ACC_W-2*DATA_W){product[2*DATA_W-1]}}, product};
    end
  end

endmodule
