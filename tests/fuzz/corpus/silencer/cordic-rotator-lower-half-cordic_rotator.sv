// Pipelined CORDIC in rotation mode. One vector per clock, latency
// STAGES + 1 clocks while the output is not stalled.
module cordic_rotator
  import cordic_pkg::*;
(
  input  logic                      clk,
  input  logic                      rst_n,

  input  logic                      in_valid,
  output logic                      in_ready,
  input  logic signed [DATA_W-1:0]  in_x,
  input  logic signed [DATA_W-1:0]  in_y,
  input  logic signed [ANGLE_W-1:0] in_angle,

  output logic                      out_valid,
  input  logic                      out_ready,
  output logic signed [OUT_W-1:0]   out_x,
  output logic signed [OUT_W-1:0]   out_y
);

  logic [STAGES:0]                   vld;
  logic signed [STAGES:0][XY_W-1:0]  x;
  logic signed [STAGES:0][XY_W-1:0]  y;
  logic signed [STAGES:0][Z_W-1:0]   z;
  logic                              advance;

  // The pipeline moves as a whole.
  assign advance  = out_ready | ~out_valid;
  assign in_ready = advance;

  cordic_prerotate u_prerotate (
    .clk     (clk),
    .rst_n   (rst_n),
    .en      (advance),
    .valid_i (in_valid),
    .x_i     (in_x),
    .y_i     (in_y),
    .angle_i (in_angle),
    .valid_o (vld[0]),
    .x_o     (x[0]),
    .y_o     (y[0]),
    .z_o     (z[0])
  );

  generate
    for (genvar i = 0; i < STAGES; i++) begin : g_stage
      cordic_stage #(
        .XY_W  (XY_W),
        .Z_W   (Z_W),
        .SHIFT (i),
        .ATAN  (atan_const(i))
      ) u_stage (
        .clk     (clk),
        .rst_n   (rst_n),
        .en      (advance),
        .valid_i (vld[i]),
        .x_i     (x[i]),
        .y_i     (y[i]),
        .z_i     (z[i]),
        .valid_o (vld[i+1]),
        .x_o     (x[i+1]),
        .y_o     (y[i+1]),
        .z_o     (z[i+1])
      );
    end
  endgenerate

  assign out_valid = vld[STAGES];
  // drop the guard bits
  assign out_x     = x[STAGES][XY_W-1:GUARD];
  assign 