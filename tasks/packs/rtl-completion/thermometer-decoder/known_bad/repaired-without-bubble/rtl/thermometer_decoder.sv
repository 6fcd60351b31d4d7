// Thermometer code to binary, with majority correction of bubbles.
module thermometer_decoder (
  input  logic [14:0] therm,
  input  logic        correct,
  output logic [3:0]  code,
  output logic [14:0] corrected,
  output logic        bubble,      // therm is no thermometer code
  output logic        repaired     // ... but corrected is one
);

  logic [14:0] below, above;
  assign below = {therm[13:0], 1'b1};
  assign above = {1'b0, therm[14:1]};

  assign corrected = correct ? (therm & below) | (therm & above) | (below & above) : therm;

  always_comb begin
    code = 4'd15;
    for (int i = 14; i >= 0; i--) if (!corrected[i]) code = i[3:0];
  end

  // adding one to a legal code leaves none of its ones
  assign bubble   = (therm & (therm + 15'd1)) != 15'd0;
  assign repaired = correct && (corrected & (corrected + 15'd1)) == 15'd0;

endmodule
