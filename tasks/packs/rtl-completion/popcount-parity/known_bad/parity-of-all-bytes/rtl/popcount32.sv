// Ones among the enabled bytes of a word, their parity, and whether they are the majority.
module popcount32 (
  input  logic [31:0] data,
  input  logic [3:0]  byte_en,
  input  logic        odd,
  output logic [5:0]  count,
  output logic        parity,
  output logic        majority,
  output logic        tie
);

  logic [31:0] kept;
  logic [5:0]  half;    // half of the enabled bits

  always_comb begin
    kept  = data & {{8{byte_en[3]}}, {8{byte_en[2]}}, {8{byte_en[1]}}, {8{byte_en[0]}}};
    count = 6'd0;
    for (int i = 0; i < 32; i++) if (kept[i]) count = count + 6'd1;
    half = 6'd0;
    for (int i = 0; i < 4; i++) if (byte_en[i]) half = half + 6'd4;
  end

  assign parity   = (^data) ^ odd;
  assign majority = (count > half);
  assign tie      = (count == half);

endmodule
