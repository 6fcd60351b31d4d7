// Corrects one wrong bit of an extended Hamming code word and detects two.
module secded_decoder (
  input  logic [21:0] code,
  input  logic        enable,      // correct the data
  output logic [15:0] data,
  output logic        corrected,
  output logic        fatal,
  output logic [4:0]  position,    // of the corrected bit
  output logic [4:0]  syndrome
);

  // to be completed

endmodule
