// Restoring divider: one bit of the quotient per clock.
module divider #(
  parameter int WIDTH = 16
) (
  input  logic             clk,
  input  logic             rst_n,
  input  logic             start,
  input  logic             cancel,
  input  logic             is_signed,
  input  logic [WIDTH-1:0] dividend,
  input  logic [WIDTH-1:0] divisor,
  output logic             busy,
  output logic             done,
  output logic [WIDTH-1:0] quotient,
  output logic [WIDTH-1:0] remainder,
  output logic             by_zero
);

  localparam int CNT_W = $clog2(WIDTH);

  logic [CNT_W-1:0] left;           // steps after this one
  logic [WIDTH-1:0] work;           // dividend bits to come above quotient bits found
  logic [WIDTH-2:0] rest;           // before the last step no more than WIDTH-1 bits have come in
  logic [WIDTH-1:0] magnitude;      // of the divisor
  logic             negate_q, negate_r;

  // one step: the next dividend bit comes into the rest, and the divisor is subtracted if it fits
  logic             fits;
  logic [WIDTH-1:0] wide, next_work, next_rest;

  assign wide      = {rest, work[WIDTH-1]};
  assign fits      = (wide >= magnitude);
  assign next_work = {work[WIDTH-2:0], fits};
  assign next_rest = fits ? wide - magnitude : wide;

  logic minus_a, minus_b;
  assign minus_a = is_signed && dividend[WIDTH-1];
  assign minus_b = is_signed && divisor[WIDTH-1];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      busy      <= 1'b0;
      done      <= 1'b0;
      quotient  <= '0;
      remainder <= '0;
      by_zero   <= 1'b0;
    end else begin
      done <= 1'b0;
      if (cancel) begin
        busy <= 1'b0;
      end else if (busy) begin
        if (left == 0) begin
          busy      <= 1'b0;
          done      <= 1'b1;
          quotient  <= negate_q ? -next_work : next_work;
          remainder <= negate_r ? -next_rest : next_rest;
          by_zero   <= (magnitude == 0);
        end
      end else if (start) begin
        busy <= 1'b1;
      end
    end
  end

  always_ff @(posedge clk) begin
    if (busy) begin
      left <= left - 1'b1;
      work <= next_work;
      rest <= next_rest[WIDTH-2:0];
    end else begin
      left      <= CNT_W'(WIDTH - 1);
      work      <= minus_a ? -dividend : dividend;
      rest      <= '0;
      magnitude <= minus_b ? -divisor : divisor;
      // the quotient of a division by zero is all ones as it is
      negate_q  <= (minus_a ^ minus_b);
      negate_r  <= minus_a;
    end
  end

endmodule
