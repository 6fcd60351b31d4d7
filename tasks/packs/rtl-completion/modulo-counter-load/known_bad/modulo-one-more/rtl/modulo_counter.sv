// Counts 0 ... MODULO - 1 up or down, with load and a pulse on wrapping.
module modulo_counter #(
  parameter int MODULO = 60
) (
  input  logic       clk,
  input  logic       rst,         // synchronous, active high
  input  logic       load,
  input  logic [7:0] load_value,
  input  logic       en,
  input  logic       down,
  output logic [7:0] count,
  output logic       wrap,
  output logic       at_end
);

  localparam logic [7:0] LAST = MODULO;

  assign at_end = down ? count == 8'd0 : count == LAST;

  always_ff @(posedge clk) begin
    wrap <= 1'b0;
    if (rst) begin
      count <= 8'd0;
    end else if (load) begin
      count <= (load_value > LAST) ? LAST : load_value;
    end else if (en) begin
      wrap <= at_end;
      if (at_end) count <= down ? LAST : 8'd0;
      else        count <= down ? count - 8'd1 : count + 8'd1;
    end
  end

endmodule
