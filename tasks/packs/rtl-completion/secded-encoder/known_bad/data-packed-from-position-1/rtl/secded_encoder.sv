// Extended Hamming code of 16 data bits: position p of the code word is code[p].
module secded_encoder (
  input  logic [15:0] data,
  input  logic [21:0] flip,
  output logic [21:0] code,
  output logic [5:0]  check    // {overall parity, c4, ..., c0}
);

  logic [21:1] placed;         // the data at its positions
  logic [21:0] word;

  assign placed = {5'd0, data};

  // the check bits are the XOR of the numbers of all positions that hold a one
  always_comb begin
    check[4:0] = 5'd0;
    for (int p = 1; p < 22; p++) if (placed[p]) check[4:0] = check[4:0] ^ p[4:0];
    check[5] = (^data) ^ (^check[4:0]);
  end

  assign word = {check[4:0], data, check[5]};
  assign code = word ^ flip;

endmodule
