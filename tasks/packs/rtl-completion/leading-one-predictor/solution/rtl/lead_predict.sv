// Difference of two unsigned numbers and its normalisation by a predicted shift.
module lead_predict (
  input  logic [15:0] a,
  input  logic [15:0] b,
  output logic        sign,
  output logic        zero,
  output logic [3:0]  pred,
  output logic [15:0] diff,
  output logic [15:0] shifted,
  output logic        fix,
  output logic [15:0] norm
);

  logic [15:0] x;
  logic [15:0] y;
  logic [15:1] below;   // the digit below is -1
  logic [15:1] mark;    // position 0 is what remains when no other is marked

  assign sign  = a < b;
  assign zero  = a == b;
  assign x     = sign ? b : a;
  assign y     = sign ? a : b;
  assign diff  = x - y;
  assign below = ~x[14:0] & y[14:0];
  assign mark  = (x[15:1] ^ y[15:1]) & ~below;

  always_comb begin
    pred = '0;
    for (int i = 1; i < 16; i++) begin
      if (mark[i]) pred = i[3:0];
    end
  end

  assign shifted = diff << (4'd15 - pred);
  assign fix     = ~shifted[15] & ~zero;
  assign norm    = fix ? {shifted[14:0], 1'b0} : shifted;

endmodule
