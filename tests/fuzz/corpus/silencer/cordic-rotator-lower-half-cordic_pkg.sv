// Shared constants of the pipelined CORDIC rotator.
package cordic_pkg;

  localparam int DATA_W  = 16;               // coordinates at the input
  localparam int ANGLE_W = 16;               // binary angle, 2**16 = one turn
  localparam int STAGES  = 14;               // micro-rotations
  localparam int GUARD   = 2;                // fraction bits carried inside
  localparam int OUT_W   = DATA_W + 2;       // room for sqrt(2) * 1.6468
  localparam int XY_W    = OUT_W + GUARD;
  localparam int Z_W     = ANGLE_W + GUARD;

  // round(atan(2**-i) / (2*pi) * 2**Z_W)
  function automatic logic signed [Z_W-1:0] atan_const(input int i);
    case (i)
      0:       atan_const = 18'sd32768;
      1:       atan_const = 18'sd19344;
      2:       atan_const = 18'sd10221;
      3:       atan_const = 18'sd5188;
      4:       atan_const = 18'sd2604;
      5:       atan_const = 18'sd1303;
      6:       atan_const = 18'sd652;
      7:       atan_const = 18'sd326;
      8:       atan_const = 18'sd163;
      9:       atan_const = 18'sd81;
      10:      atan_const = 18'sd41;
      11:      atan_const = 18'sd20;
      12:      atan_const = 18'sd10;
      13:      atan_const = 18'sd5;
      default: atan_const = 18'sd0;
    endcase
  endfunction

endpackage
