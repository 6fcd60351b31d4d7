// Indices of the highest and the second highest score. Among equal scores the
// lower index comes first.
module top2_select
  import router_pkg::*;
(
  input  logic [EXPERTS*SCORE_W-1:0] scores_i,
  output logic [EXP_W-1:0]           first_o,
  output logic [EXP_W-1:0]           second_o
);

  logic [SCORE_W-1:0] best;
  logic [SCORE_W-1:0] next;
  logic [SCORE_W-1:0] score;

  always_comb begin
    // start with experts 0 and 1 in order
    if (scores_i[SCORE_W +: SCORE_W] > scores_i[0 +: SCORE_W]) begin
      first_o  = EXP_W'(1);
      second_o = EXP_W'(0);
      best     = scores_i[SCORE_W +: SCORE_W];
      next     = scores_i[0 +: SCORE_W];
    end else begin
      first_o  = EXP_W'(0);
      second_o = EXP_W'(1);
      best     = scores_i[0 +: SCORE_W];
      next     = scores_i[SCORE_W +: SCORE_W];
    end
    score = '0;
    for (int e = 2; e < EXPERTS; e++) begin
      score = scores_i[e*SCORE_W +: SCORE_W];
      if (score > best) begin
        second_o = first_o;
        next     = best;
        first_o  = EXP_W'(e);
        best     = score;
      end else if (score > next) begin
        second_o = EXP_W'(e);
        next     = score;
      end
    end
  end

endmodule
