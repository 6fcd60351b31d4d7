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

  logic        wrong_parity;
  logic [21:0] repaired;

  assign wrong_parity = ^code;

  // XOR of the numbers of all positions that hold a one
  always_comb begin
    syndrome = 5'd0;
    for (int p = 1; p < 22; p++) if (code[p]) syndrome = syndrome ^ p[4:0];
  end

  assign corrected = wrong_parity && (syndrome != 5'd0) && (syndrome < 5'd22);
  assign fatal     = wrong_parity ? (syndrome > 5'd21) : (syndrome != 5'd0);
  assign position  = corrected ? syndrome : 5'd0;

  // position 0 holds no data: inverting it for want of another changes nothing
  assign repaired = enable ? code ^ (22'd1 << position) : code;
  assign data     = {repaired[21:17], repaired[15:9], repaired[7:5], repaired[3]};

endmodule
