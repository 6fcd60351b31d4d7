// Extended Hamming code of 16 data bits: position p of the code word is code[p].
module secded_encoder (
  input  logic [15:0] data,
  input  logic [21:0] flip,
  output logic [21:0] code,
  output logic [5:0]  check    // {overall parity, c4, ..., c0}
);

  logic [21:1] placed;         // the data at its positions
  logic [21:0] word;

  assign placed = {data[15:11], 1'b0, data[10:4], 1'b0, data[3:1], 1'b0, data[0], 2'b00};

  // the check bits are the XOR of the numbers of all positions that hold a one
  always_comb begin
    check[4:0] = 5'd0;
    for (int p = 1; p < 22; p++) if (placed[p]) check[4:0] = check[4:0] ^ p[4:0];
    check[5] = ~((^data) ^ (^check[4:0]));
  end

  assign word = {data[15:11], check[4], data[10:4], check[3], data[3:1], check[2], data[0], check[1:0], check[5]};
  assign code = word ^ flip;

endmodule
