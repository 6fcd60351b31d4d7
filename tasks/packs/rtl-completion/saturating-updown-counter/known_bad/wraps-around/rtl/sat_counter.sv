// Adds or subtracts a small step and stops at the ends of the signed range.
module sat_counter (
  input  logic       clk,
  input  logic       rst,
  input  logic       up,
  input  logic       down,
  input  logic [2:0] step,
  output logic [5:0] value,
  output logic       clipped,
  output logic       at_max,
  output logic       at_min
);

  // one bit more than value: the true result is in -39 ... 38
  logic [6:0] wide, sum;
  logic       out_of_range;

  assign wide         = {value[5], value};
  assign sum          = up ? wide + {4'd0, step} : wide - {4'd0, step};
  assign out_of_range = sum[6] ^ sum[5];

  assign at_max = value == 6'h1f;
  assign at_min = value == 6'h20;

  always_ff @(posedge clk) begin
    clipped <= 1'b0;
    if (rst) begin
      value <= 6'd0;
    end else if (up ^ down) begin
      clipped <= out_of_range;
      value   <= sum[5:0];
    end
  end

endmodule
