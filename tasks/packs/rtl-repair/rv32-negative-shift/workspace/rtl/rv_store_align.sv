// Places store data on the byte lanes of the data bus.
module rv_store_align
  import rv_pkg::*;
(
  input  logic [1:0]  size,
  input  logic [1:0]  offset,      // low address bits
  input  logic [31:0] data,
  output logic [3:0]  strb,
  output logic [31:0] wdata
);

  always_comb begin
    case (size)
      SZ_BYTE: begin
        strb  = 4'b0001 << offset;
        wdata = {4{data[7:0]}};
      end
      SZ_HALF: begin
        strb  = offset[1] ? 4'b1100 : 4'b0011;
        wdata = {2{data[15:0]}};
      end
      default: begin
        strb  = 4'b1111;
        wdata = data;
      end
    endcase
  end

endmodule
