// Two-digit BCD counter with load, running from FIRST to `last` and round again.
module bcd_counter #(
  parameter logic [7:0] FIRST = 8'h00
) (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       load,
  input  logic [7:0] load_value,
  input  logic       advance,
  input  logic [7:0] last,
  output logic [7:0] value,
  output logic       carry       // this advance wraps round
);

  assign carry = advance && (value == last);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n)                  value <= FIRST;
    else if (load)               value <= load_value;
    else if (carry)              value <= FIRST;
    else if (advance) begin
      if (value[3:0] == 4'd9)    value <= {value[7:4] + 4'd1, 4'd0};
      else                       value <= value + 8'd1;
    end
  end

endmodule
