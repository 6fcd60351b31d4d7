// Signed/unsigned integer divider.
//
// Operands are made positive on the way in, divided by div_core, and the signs
// are put back on the way out. Truncating division; see the ISA chapter on DIV,
// DIVU, REM and REMU for the special cases.
module divider #(
  parameter int WIDTH = 16
) (
  input  logic             clk,
  input  logic             rst_n,
  input  logic             start,
  input  logic             signed_op,
  input  logic [WIDTH-1:0] dividend,
  input  logic [WIDTH-1:0] divisor,
  output logic             busy,
  output logic             done,
  output logic [WIDTH-1:0] quotient,
  output logic [WIDTH-1:0] remainder,
  output logic             div_by_zero
);

  logic             dividend_neg;
  logic             divisor_neg;
  logic [WIDTH-1:0] dividend_mag;
  logic [WIDTH-1:0] divisor_mag;

  logic             negate_quotient;
  logic             negate_remainder;
  logic             zero_divisor;

  logic [WIDTH-1:0] core_quotient;
  logic [WIDTH-1:0] core_remainder;

  // magnitudes; the most negative number is its own magnitude when read unsigned
  assign dividend_neg = signed_op && dividend[WIDTH-1];
  assign divisor_neg  = signed_op && divisor[WIDTH-1];
  assign dividend_mag = dividend_neg ? -dividend : dividend;
  assign divisor_mag  = divisor_neg  ? -divisor  : divisor;

  // what to do with the result is decided when the operation is accepted
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      negate_quotient  <= 1'b0;
      negate_remainder <= 1'b0;
      zero_divisor     <= 1'b0;
    end else if (start && !busy) begin
      negate_quotient  <= dividend_neg ^ divisor_neg;
      negate_remainder <= dividend_neg;
      zero_divisor     <= (divisor == '0);
    end
  end

  div_core #(.WIDTH(WIDTH)) u_core (
    .clk       (clk),
    .rst_n     (rst_n),
    .start     (start),
    .dividend  (dividend_mag),
    .divisor   (divisor_mag),
    .busy      (busy),
    .done      (done),
    .quotient  (core_quotient),
    .remainder (core_remainder)
  );

  assign remainder   = negate_remainder ? -core_remainder : core_remainder;
  assign quotient    = (negate_quotient && !zero_divisor) ? -core_quotient : core_quotient;
  assign div_by_zero = zero_divisor;

endmodule
