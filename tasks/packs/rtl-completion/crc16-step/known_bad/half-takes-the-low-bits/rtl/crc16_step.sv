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

  logic [7:0]  ordered;     // first bit on top
  logic [15:0] mirrored;

  always_comb begin
    for (int i = 0; i < 8; i++) ordered[i] = lsb_first ? data[7-i] : data[i];
    for (int i = 0; i < 16; i++) mirrored[i] = crc[15-i];
  end

  always_comb begin
    crc_next = crc;
    for (int i = 7; i >= 0; i--) begin
      if (i < 4 || !half) begin
        crc_next = {crc_next[14:0], 1'b0} ^ ((crc_next[15] ^ ordered[i]) ? POLY : 16'h0000);
      end
    end
  end

  assign crc_sent = (lsb_first ? mirrored : crc) ^ XOR_OUT;

endmodule
