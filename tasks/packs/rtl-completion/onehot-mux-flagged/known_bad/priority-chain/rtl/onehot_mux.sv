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
    for (int i = 5; i >= 0; i--) if (sel[i]) y = data[8*i +: 8];
  end

  assign err_none = (sel == 6'd0);
  // clearing the lowest set bit leaves something only where several are set
  assign err_multi = ((sel & (sel - 6'd1)) != 6'd0);

endmodule
