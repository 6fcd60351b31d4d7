// Reports rising and falling edges of every bit of a synchronous input.
module edge_detector #(
  parameter int WIDTH = 4
) (
  input  logic             clk,
  input  logic             rst,      // synchronous, active high
  input  logic             en,       // sample d at this edge
  input  logic [WIDTH-1:0] d,
  output logic [WIDTH-1:0] rise,
  output logic [WIDTH-1:0] fall,
  output logic             changed   // any edge in this clock
);

  logic [WIDTH-1:0] last;
  logic             primed;  // last holds a sample

  always_ff @(posedge clk) begin
    rise <= '0;
    fall <= '0;
    if (rst) begin
      primed <= 1'b0;
    end else if (en) begin
      last   <= d;
      primed <= 1'b1;
      if (primed) begin
        rise <= d & ~last;
        fall <= ~d & last;
      end
    end
  end

  assign changed = |rise;

endmodule
