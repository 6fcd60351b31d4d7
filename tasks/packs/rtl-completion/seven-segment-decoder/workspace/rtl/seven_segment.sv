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

  // to be completed

endmodule
