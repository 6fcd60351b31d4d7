// One step of a 16-bit CRC: eight or four data bits.
module crc16_step #(
  parameter logic [15:0] POLY    = 16'h1021,
  parameter logic [15:0] XOR_OUT = 16'h0000
) (
  input  logic [15:0] crc,
  input  logic [7:0]  data,
  input  logic        lsb_first,
  input  logic        half,         // only the first four bits
  output logic [15:0] crc_next,
  output logic [15:0] crc_sent
);

  // to be completed

endmodule
