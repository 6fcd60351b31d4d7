// Coarse rotation by 0 or +-90 degrees, so that the residual angle fits the
// convergence range of the micro-rotations. Also adds the guard bits.
module cordic_prerotate
  import cordic_pkg::*;
(
  input  logic                      clk,
  input  logic                      rst_n,
  input  logic                      en,
  input  logic                      valid_i,
  input  logic signed [DATA_W-1:0]  x_i,
  input  logic signed [DATA_W-1:0]  y_i,
  input  logic signed [ANGLE_W-1:0] angle_i,
  output logic                      valid_o,
  output logic signed [XY_W-1:0]    x_o,
  output logic signed [XY_W-1:0]    y_o,
  output logic signed [Z_W-1:0]     z_o
);

  localparam logic signed [Z_W-1:0] QUARTER = 18'sd65536;

  logic signed [XY_W-1:0] x_ext;
  logic signed [XY_W-1:0] y_ext;
  logic signed [Z_W-1:0]  z_ext;

  assign x_ext = {{(OUT_W-DATA_W){x_i[DATA_W-1]}}, x_i, {GUARD{1'b0}}};
  assign y_ext = {{(OUT_W-DATA_W){y_i[DATA_W-1]}}, y_i, {GUARD{1'b0}}};
  assign z_ext = {angle_i, {GUARD{1'b0}}};

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid_o <= 1'b0;
    end else if (en) begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk) begin
    if (en) begin
      case (angle_i[ANGLE_W-1 -: 2])
        2'b01: begin                 // [90, 180): a quarter turn first
          x_o <= -y_ext;
          y_o <= x_ext;
          z_o <= z_ext - QUARTER;
        end
        2'b10: begin                 // [-180, -90): a quarter turn back
          x_o <= y_ext;
          y_o <= -x_ext;
          z_o <= z_ext + QUARTER;
        end
        default: begin
          x_o <= x_ext;
          y_o <= y_ext;
          z_o <= z_ext;
        end
      endcase
    end
  end

endmodule
