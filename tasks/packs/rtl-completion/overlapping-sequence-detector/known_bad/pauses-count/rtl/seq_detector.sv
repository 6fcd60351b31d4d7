// Finds 10110 and 1101 in a stream of bits; hits may overlap.
module seq_detector (
  input  logic       clk,
  input  logic       rst,
  input  logic       valid,
  input  logic       bit_in,
  output logic       found_a,
  output logic       found_b,
  output logic [3:0] hits
);

  // the last four bits, newest at bit 0; zeros before the first never match
  logic [3:0] past;

  assign found_a = valid && {past, bit_in} == 5'b10110;
  assign found_b = valid && {past[2:0], bit_in} == 4'b1101;

  always_ff @(posedge clk) begin
    if (rst) begin
      past <= 4'd0;
      hits <= 4'd0;
    end else begin
      past <= {past[2:0], bit_in};
      if ((found_a || found_b) && hits != 4'd15) hits <= hits + 4'd1;
    end
  end

endmodule
