// Decoder for one hexadecimal digit of a seven-segment display.
module seven_segment #(
  parameter bit ACTIVE_LOW = 0
) (
  input  logic [3:0] digit,
  input  logic       point,
  input  logic       lamp_test,
  input  logic       blank,
  input  logic       rbi,       // blank this digit if it is a zero
  output logic [6:0] seg,       // {g, f, e, d, c, b, a}
  output logic       dp,
  output logic       rbo        // this digit was blanked by rbi
);

  logic [6:0] shape;
  logic [7:0] lit;

  always_comb begin
    case (digit)
      4'h0: shape = 7'b0111111;
      4'h1: shape = 7'b0000110;
      4'h2: shape = 7'b1011011;
      4'h3: shape = 7'b1001111;
      4'h4: shape = 7'b1100110;
      4'h5: shape = 7'b1101101;
      4'h6: shape = 7'b1111101;
      4'h7: shape = 7'b0000111;
      4'h8: shape = 7'b1111111;
      4'h9: shape = 7'b1101111;
      4'ha: shape = 7'b1110111;
      4'hb: shape = 7'b1111100;
      4'hc: shape = 7'b0111001;
      4'hd: shape = 7'b1011110;
      4'he: shape = 7'b1111001;
      default: shape = 7'b1110001;
    endcase
  end

  always_comb begin
    rbo = 1'b0;
    if (lamp_test) begin
      lit = 8'hff;
    end else if (blank) begin
      lit = 8'h00;
    end else if (rbi && digit == 4'h0) begin
      lit = 8'h00;
      rbo = 1'b1;
    end else begin
      lit = {point, shape};
    end
  end

  assign {dp, seg} = ACTIVE_LOW ? ~lit : lit;

endmodule
