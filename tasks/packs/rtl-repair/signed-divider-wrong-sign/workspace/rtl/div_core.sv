// Unsigned restoring divider, one quotient bit per clock.
// A start while busy is ignored. A zero divisor yields an all-ones quotient and
// leaves the dividend as the remainder.
module div_core #(
  parameter int WIDTH = 16
) (
  input  logic             clk,
  input  logic             rst_n,
  input  logic             start,
  input  logic [WIDTH-1:0] dividend,
  input  logic [WIDTH-1:0] divisor,
  output logic             busy,
  output logic             done,
  output logic [WIDTH-1:0] quotient,
  output logic [WIDTH-1:0] remainder
);

  localparam int CNT_W = $clog2(WIDTH);

  logic [CNT_W-1:0] step;
  logic [WIDTH-1:0] den;
  logic [WIDTH:0]   trial;
  logic [WIDTH:0]   partial;

  // shift in the next dividend bit, then try to subtract
  assign partial = {remainder, quotient[WIDTH-1]};
  assign trial   = partial - {1'b0, den};

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      busy      <= 1'b0;
      done      <= 1'b0;
      step      <= '0;
      den       <= '0;
      quotient  <= '0;
      remainder <= '0;
    end else begin
      done <= 1'b0;
      if (!busy) begin
        if (start) begin
          busy      <= 1'b1;
          step      <= CNT_W'(WIDTH - 1);
          den       <= divisor;
          quotient  <= dividend;
          remainder <= '0;
        end
      end else begin
        quotient  <= {quotient[WIDTH-2:0], ~trial[WIDTH]};
        remainder <= trial[WIDTH] ? partial[WIDTH-1:0] : trial[WIDTH-1:0];
        step      <= step - 1'b1;
        if (step == '0) begin
          busy <= 1'b0;
          done <= 1'b1;
        end
      end
    end
  end

endmodule
