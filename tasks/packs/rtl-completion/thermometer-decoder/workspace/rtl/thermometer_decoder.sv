// Thermometer code to binary, with majority correction of bubbles.
module thermometer_decoder (
  input  logic [14:0] therm,
  input  logic        correct,
  output logic [3:0]  code,
  output logic [14:0] corrected,
  output logic        bubble,      // therm is no thermometer code
  output logic        repaired     // ... but corrected is one
);

  // to be completed

endmodule
