// Adds or subtracts two's complement numbers; wraps or saturates.
module saturating_adder #(
  parameter int WIDTH = 16
) (
  input  logic [WIDTH-1:0] a,
  input  logic [WIDTH-1:0] b,
  input  logic             sub,
  input  logic             saturate,
  output logic [WIDTH-1:0] y,
  output logic             overflow,
  output logic             underflow,
  output logic             negative,
  output logic             zero
);

  logic [WIDTH:0] wide_a, wide_b, exact;
  assign wide_a = {a[WIDTH-1], a};
  assign wide_b = {b[WIDTH-1], b};
  logic [WIDTH-1:0] operand;
  assign operand = sub ? -b : b;
  assign exact   = wide_a + {operand[WIDTH-1], operand};

  assign overflow  = !exact[WIDTH] && exact[WIDTH-1];
  assign underflow = exact[WIDTH] && !exact[WIDTH-1];

  always_comb begin
    y = exact[WIDTH-1:0];
    if (saturate && overflow) y = {1'b0, {(WIDTH-1){1'b1}}};
    if (saturate && underflow) y = {1'b1, {(WIDTH-1){1'b0}}};
  end

  assign negative = exact[WIDTH];
  assign zero     = (y == 0);

endmodule
