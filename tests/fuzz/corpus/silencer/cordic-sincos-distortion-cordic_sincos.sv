// Sine and cosine of a binary angle by iterative CORDIC, one micro-rotation
// per clock.
//
//   angle     two's complement, 2**18 = one turn
//   cos, sin  two's complement with 16 fraction bits (1.0 = 18'h10000)
module cordic_sincos (
  input  logic               clk,
  input  logic               rst_n,
  input  logic               start,
  input  logic signed [17:0] angle,
  output logic               busy,
  output logic               done,
  output logic signed [17:0] cos,
  output logic signed [17:0] sin
);

  localparam int ITER  = 16;
  localparam int GUARD = 2;
  localparam int XY_W  = 18 + GUARD;
  localparam int Z_W   = 18 + GUARD;

  // 2**18 / 1.64676: makes up for the growth of the vector
  localparam logic signed [XY_W-1:0] X_START = 20'sd159188;

  typedef enum logic [1:0] {IDLE, ROTATE, FINISH} state_t;

  state_t                  state_q;
  logic [3:0]              iter_q;
  logic signed [XY_W-1:0]  x_q;
  logic signed [XY_W-1:0]  y_q;
  logic signed [Z_W-1:0]   z_q;
  logic                    negate_q;   // the angle is in the left half plane

  // round(atan(2**-i) / (2*pi) * 2**20)
  logic signed [Z_W-1:0] atan_i;
  always_comb begin
    case (iter_q)
      4'd0:  atan_i = 20'sd131072;
      4'd1:  atan_i = 20'sd77376;
      4'd2:  atan_i = 20'sd40884;
      4'd3:  atan_i = 20'sd20753;
      4'd4:  atan_i = 20'sd10147;
      4'd5:  atan_i = 20'sd5213;
      4'd6:  atan_i = 20'sd2607;
      4'd7:  atan_i = 20'sd1304;
      4'd8:  atan_i = 20'sd652;
      4'd9:  atan_i = 20'sd326;
      4'd10: atan_i = 20'sd163;
      4'd11: atan_i = 20'sd81;
      4'd12: atan_i = 20'sd41;
      4'd13: atan_i = 20'sd20;
      4'd14: atan_i = 20'sd10;
      default: atan_i = 20'sd5;
    endcase
  end

  logic signed [XY_W-1:0] x_sh;
  logic signed [XY_W-1:0] y_sh;
  assign x_sh = x_q >>> iter_q;
  assign y_sh = y_q >>> iter_q;

  // round to nearest and drop the gu