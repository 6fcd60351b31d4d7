// Reverses bits in bytes, bytes in half-words, half-words in the word: each where its mode bit is set.
module bit_byte_reverser (
  input  logic [31:0] data,
  input  logic [2:0]  mode,
  output logic [31:0] y
);

  // the number of the source bit is that of the result's bit with some of its bits inverted
  logic [4:0] flip;
  assign flip = {mode[2], mode[1], 1'b0, {2{mode[0]}}};

  always_comb begin
    for (int i = 0; i < 32; i++) y[i] = data[i[4:0] ^ flip];
  end

endmodule
