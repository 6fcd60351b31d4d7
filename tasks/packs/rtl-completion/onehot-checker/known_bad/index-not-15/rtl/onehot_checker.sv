// Checks that at most one line of a select bus is selected, and encodes it.
module onehot_checker (
  input  logic [11:0] sel,
  input  logic        active_low,
  output logic        is_onehot,
  output logic        is_onehot0,
  output logic [3:0]  index,
  output logic [3:0]  excess,
  output logic [11:0] dup_mask
);

  logic [11:0] selected;
  assign selected = sel ^ {12{active_low}};
  assign dup_mask = selected & (selected - 12'd1);

  assign is_onehot0 = (dup_mask == 12'd0);
  assign is_onehot  = is_onehot0 && (selected != 12'd0);

  always_comb begin
    excess = 4'd0;
    for (int i = 0; i < 12; i++) if (dup_mask[i]) excess = excess + 4'd1;
    index = 4'd0;
    for (int i = 0; i < 12; i++) if (is_onehot && selected[i]) index = i[3:0];
  end

endmodule
