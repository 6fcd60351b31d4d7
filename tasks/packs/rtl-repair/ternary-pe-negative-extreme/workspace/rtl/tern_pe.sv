// Ternary-weight processing element: LANES activations times ternary weights per
// beat, summed over the beats of a vector with saturation.
module tern_pe #(
  parameter int LANES = 16,
  parameter int ACT_W = 8,
  parameter int ACC_W = 16
) (
  input  logic                    clk,
  input  logic                    rst_n,
  input  logic                    in_valid,
  input  logic                    in_first,
  input  logic                    in_last,
  input  logic [LANES*ACT_W-1:0]  in_act,
  input  logic [LANES*2-1:0]      in_wgt,
  output logic                    out_valid,
  output logic signed [ACC_W-1:0] out_sum,
  output logic                    out_sat
);

  localparam int PROD_W = ACT_W + 1;
  localparam int SUM_W  = ACT_W + $clog2(LANES);

  logic [LANES*PROD_W-1:0] prod;
  logic signed [SUM_W-1:0] sum;
  logic signed [SUM_W-1:0] sum_q;
  logic                    valid_q;
  logic                    first_q;
  logic                    last_q;

  for (genvar i = 0; i < LANES; i++) begin : g_lane
    tern_lane #(
      .ACT_W (ACT_W)
    ) u_lane (
      .act_i  (in_act[i*ACT_W +: ACT_W]),
      .wgt_i  (in_wgt[i*2 +: 2]),
      .prod_o (prod[i*PROD_W +: PROD_W])
    );
  end

  tern_tree #(
    .LANES (LANES),
    .IN_W  (PROD_W),
    .SUM_W (SUM_W)
  ) u_tree (
    .prod_i (prod),
    .sum_o  (sum)
  );

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid_q <= 1'b0;
      first_q <= 1'b0;
      last_q  <= 1'b0;
      sum_q   <= '0;
    end else begin
      valid_q <= in_valid;
      first_q <= in_first;
      last_q  <= in_last;
      if (in_valid) sum_q <= sum;
    end
  end

  sat_acc #(
    .IN_W  (SUM_W),
    .ACC_W (ACC_W)
  ) u_acc (
    .clk     (clk),
    .rst_n   (rst_n),
    .valid_i (valid_q),
    .load_i  (first_q),
    .add_i   (sum_q),
    .acc_o   (out_sum),
    .sat_o   (out_sat)
  );

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) out_valid <= 1'b0;
    else        out_valid <= valid_q & last_q;
  end

endmodule
