// Picks the addressed bytes of a read word and extends them.
module rv_load_align
  import rv_pkg::*;
(
  input  logic [2:0]  funct3,
  input  logic [1:0]  offset,      // low address bits
  input  logic [31:0] rdata,
  output logic [31:0] data
);

  logic [31:0] shifted;
  logic        zero_ext;

  assign zero_ext = funct3[2];

  always_comb begin
    shifted = rdata >> {offset, 3'b000};
    case (funct3[1:0])
      SZ_BYTE: data = {{24{shifted[7] & ~zero_ext}}, shifted[7:0]};
      SZ_HALF: data = {{16{shifted[15] & ~zero_ext}}, shifted[15:0]};
      default: data = shifted;
    endcase
  end

endmodule
