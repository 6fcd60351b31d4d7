// Multiplexer of six bytes with a one-hot select.
module onehot_mux (
  input  logic [5:0]  sel,
  input  logic [47:0] data,
  output logic [7:0]  y,
  output logic        err_none,
  output logic        err_multi
);

  always_comb begin
    y = 8'h00;
    for (int i = 0; i < 6; i++) y = y | (data[8*i +: 8] & {8{sel[i]}});
  end

  assign err_none = (sel == 6'd0);
  logic [2:0] ones;
  assign ones      = sel[0] + sel[1] + sel[2] + sel[3] + sel[4] + sel[5];
  assign err_multi = (ones == 3'd2);

endmodule
