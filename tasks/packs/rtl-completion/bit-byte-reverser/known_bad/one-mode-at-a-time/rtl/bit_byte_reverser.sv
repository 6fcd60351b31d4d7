// Reverses bits in bytes, bytes in half-words, half-words in the word.
module bit_byte_reverser (
  input  logic [31:0] data,
  input  logic [2:0]  mode,
  output logic [31:0] y
);

  always_comb begin
    y = data;
    if (mode[0]) begin
      for (int i = 0; i < 32; i++) y[i] = data[i ^ 7];
    end else if (mode[1]) begin
      y = {data[23:16], data[31:24], data[7:0], data[15:8]};
    end else if (mode[2]) begin
      y = {data[15:0], data[31:16]};
    end
  end

endmodule
