// Classifies and unpacks a number of half precision.
module fp16_classify (
  input  logic [15:0] value,
  input  logic        flush,         // subnormal numbers count as zeros
  output logic [9:0]  class_mask,
  output logic [5:0]  exponent,      // two's complement
  output logic [10:0] significand    // leading one in bit 10
);

  logic       sign;
  logic [4:0] field;
  logic [9:0] fraction;
  assign {sign, field, fraction} = value;

  always_comb begin
    class_mask  = 10'd0;
    exponent    = 6'd0;
    significand = 11'd0;
    if (field == 5'd31) begin
      if (fraction == 10'd0) class_mask[sign ? 0 : 7] = 1'b1;
      else                   class_mask[fraction[9] ? 9 : 8] = 1'b1;
    end else if (field != 5'd0) begin
      class_mask[sign ? 1 : 6] = 1'b1;
      exponent    = {1'b0, field} - 6'd15;
      significand = {1'b1, fraction};
    end else if (fraction == 10'd0 || flush) begin
      class_mask[sign ? 3 : 4] = 1'b1;
    end else begin
      class_mask[sign ? 2 : 5] = 1'b1;
      // the highest one decides; bit 0 stands for 2**-24
      for (int i = 0; i < 10; i++) begin
        if (fraction[i]) begin
          exponent    = i[5:0] - 6'd25;
          significand = {fraction, 1'b0} << (9 - i);
        end
      end
    end
  end

endmodule
