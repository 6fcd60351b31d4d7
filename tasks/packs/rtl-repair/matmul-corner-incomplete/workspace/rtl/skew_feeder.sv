// Delays lane i of a vector by i clocks, so that the operands that belong
// together meet in the array. Lanes without data carry zero, which does not
// change any sum.
module skew_feeder #(
  parameter int LANES  = 4,
  parameter int DATA_W = 8
) (
  input  logic                    clk,
  input  logic                    rst_n,
  input  logic                    valid_i,
  input  logic [LANES*DATA_W-1:0] vec_i,
  output logic [LANES*DATA_W-1:0] vec_o
);

  for (genvar i = 0; i < LANES; i++) begin : g_lane
    logic [(i+1)*DATA_W-1:0] line_q;     // i+1 words, the newest at the bottom

    always_ff @(posedge clk or negedge rst_n) begin
      if (!rst_n) begin
        line_q <= '0;
      end else begin
        line_q[DATA_W-1:0] <= valid_i ? vec_i[i*DATA_W +: DATA_W] : '0;
        for (int k = 1; k <= i; k++) begin
          line_q[k*DATA_W +: DATA_W] <= line_q[(k-1)*DATA_W +: DATA_W];
        end
      end
    end

    assign vec_o[i*DATA_W +: DATA_W] = line_q[i*DATA_W +: DATA_W];
  end

endmodule
