// Sum of all lanes, combinational.
module tern_tree #(
  parameter int LANES = 16,
  parameter int IN_W  = 9,
  parameter int SUM_W = 13
) (
  input  logic        [LANES*IN_W-1:0] prod_i,
  output logic signed [SUM_W-1:0]      sum_o
);

  always_comb begin
    sum_o = '0;
    for (int i = 0; i < LANES; i++) begin
      sum_o = sum_o + {{(SUM_W-IN_W){prod_i[i*IN_W+IN_W-1]}}, prod_i[i*IN_W +: IN_W]};
    end
  end

endmodule
