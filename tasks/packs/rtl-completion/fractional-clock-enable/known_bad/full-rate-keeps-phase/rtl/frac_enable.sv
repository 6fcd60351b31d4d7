// Enables num clocks out of den: an accumulator modulo den.
module frac_enable #(
  parameter int WIDTH = 12
) (
  input  logic             clk,
  input  logic             rst,       // synchronous, active high
  input  logic             en,
  input  logic             restart,   // begin anew at offset
  input  logic [WIDTH-1:0] offset,
  input  logic [WIDTH-1:0] num,
  input  logic [WIDTH-1:0] den,
  output logic             tick,
  output logic [WIDTH-1:0] phase,
  output logic [7:0]       ticks
);

  logic [WIDTH:0]   sum;
  logic [WIDTH-1:0] next;
  logic             fires;

  assign sum = {1'b0, phase} + {1'b0, num};

  always_comb begin
    next  = sum[WIDTH-1:0];
    fires = 1'b0;
    if (den == '0) begin
      next = '0;
    end else if (num >= den) begin
      next  = phase;
      fires = 1'b1;
    end else if (sum >= {1'b0, den}) begin
      next  = sum[WIDTH-1:0] - den;
      fires = 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    tick <= 1'b0;
    if (rst) begin
      phase <= '0;
      ticks <= 8'd0;
    end else if (restart) begin
      phase <= offset;
      ticks <= 8'd0;
    end else if (en) begin
      phase <= next;
      tick  <= fires;
      ticks <= ticks + {7'd0, fires};
    end
  end

endmodule
