// Advances a CRC register by one byte (combinational).
// The register is kept in the polynomial's own orientation, most significant
// coefficient at the left; reflection only concerns the order of the data bits.
module crc_byte #(
  parameter int               WIDTH      = 16,
  parameter logic [WIDTH-1:0] POLY       = 16'h1021,
  parameter bit               REFLECT_IN = 1'b0
) (
  input  logic [WIDTH-1:0] crc_in,
  input  logic [7:0]       data,
  output logic [WIDTH-1:0] crc_out
);

  always_comb begin
    crc_out = crc_in;
    for (int i = 0; i < 8; i++) begin
      if (crc_out[WIDTH-1] ^ (REFLECT_IN ? data[i] : data[7-i]))
        crc_out = (crc_out << 1) ^ POLY;
      else
        crc_out = crc_out << 1;
    end
  end

endmodule
