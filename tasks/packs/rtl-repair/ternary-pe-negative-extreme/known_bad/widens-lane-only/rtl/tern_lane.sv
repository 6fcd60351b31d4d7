// One lane: activation times -1, 0 or +1.
module tern_lane
  import tern_pkg::*;
#(
  parameter int ACT_W = 8
) (
  input  logic signed [ACT_W-1:0] act_i,
  input  logic        [1:0]       wgt_i,
  output logic signed [ACT_W:0]   prod_o
);

  logic signed [ACT_W:0] neg;
  assign neg = -{act_i[ACT_W-1], act_i};

  always_comb begin
    case (wgt_i)
      W_PLUS:  prod_o = {act_i[ACT_W-1], act_i};
      W_MINUS: prod_o = neg;
      default: prod_o = '0;
    endcase
  end

endmodule
