// One micro-rotation with its pipeline register.
//
// The residual angle z is driven towards zero: it is turned by -ATAN while it
// is not negative, by +ATAN otherwise, and (x, y) turns the opposite way.
module cordic_stage #(
  parameter int XY_W  = 20,
  parameter int Z_W   = 18,
  parameter int SHIFT = 0,
  parameter logic signed [Z_W-1:0] ATAN = '0
) (
  input  logic                   clk,
  input  logic                   rst_n,
  input  logic                   en,
  input  logic                   valid_i,
  input  logic signed [XY_W-1:0] x_i,
  input  logic        [XY_W-1:0] y_i,
  input  logic signed [Z_W-1:0]  z_i,
  output logic                   valid_o,
  output logic signed [XY_W-1:0] x_o,
  output logic signed [XY_W-1:0] y_o,
  output logic signed [Z_W-1:0]  z_o
);

  logic signed [XY_W-1:0] x_sh;
  logic signed [XY_W-1:0] y_sh;
  logic                   ccw;

  assign x_sh = x_i >>> SHIFT;
  assign y_sh = y_i >>> SHIFT;
  assign ccw  = ~z_i[Z_W-1];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid_o <= 1'b0;
    end else if (en) begin
      valid_o <= valid_i;
    end
  end

  // data registers need no reset, valid_o qualifies them
  always_ff @(posedge clk) begin
    if (en) begin
      x_o <= ccw ? x_i - y_sh : x_i + y_sh;
      y_o <= ccw ? y_i + x_sh : y_i - x_sh;
      z_o <= ccw ? z_i - ATAN : z_i + ATAN;
    end
  end

endmodule
