// Half precision to 8-bit fixed point.
module fp16_to_fixed (
  input  logic [15:0] value,
  input  logic [2:0]  frac_bits,
  input  logic [1:0]  mode,         // 0 nearest even, 1 to zero, 2 down, 3 up
  output logic [7:0]  fixed,
  output logic        saturated,
  output logic        inexact,
  output logic        invalid
);

  logic       sign;
  logic [4:0] field;
  logic [9:0] fraction;
  assign {sign, field, fraction} = value;

  logic        normal;      // has the hidden one
  logic [5:0]  places;
  logic [47:0] scaled;      // magnitude, with 24 fraction bits
  logic        half, below;
  logic        up;
  logic [24:0] rounded;

  assign normal = (field != 5'd0);
  // a subnormal number has the weight of field 1
  assign places = {1'b0, field} - {5'd0, normal} + {3'd0, frac_bits};
  assign scaled = {37'd0, normal, fraction} << places;
  assign half   = scaled[23];
  assign below  = |scaled[22:0];

  always_comb begin
    case (mode)
      2'd0:    up = half && (below || scaled[24]);
      2'd1:    up = 1'b0;
      2'd2:    up = 1'b0;
      default: up = half || below;
    endcase
  end

  assign rounded = {1'b0, scaled[47:24]} + {24'd0, up};

  always_comb begin
    fixed     = sign ? -rounded[7:0] : rounded[7:0];
    saturated = 1'b0;
    inexact   = half || below;
    invalid   = 1'b0;
    if (field == 5'd31 && fraction != 10'd0) begin
      fixed   = 8'd0;
      invalid = 1'b1;
    end else if (rounded > (sign ? 25'd128 : 25'd127)) begin
      // infinities come here too: their bits stand for 2**16
      fixed     = sign ? 8'h80 : 8'h7f;
      saturated = 1'b1;
      inexact   = 1'b0;
    end
  end

endmodule
