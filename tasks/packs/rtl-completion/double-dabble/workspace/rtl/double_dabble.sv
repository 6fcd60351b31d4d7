// Binary to BCD, one bit per clock.
module double_dabble (
  input  logic        clk,
  input  logic        rst,       // synchronous, active high
  input  logic        start,
  input  logic [15:0] bin,
  output logic        busy,
  output logic        done,
  output logic [19:0] bcd,
  output logic [2:0]  digits
);

  // to be completed

endmodule
