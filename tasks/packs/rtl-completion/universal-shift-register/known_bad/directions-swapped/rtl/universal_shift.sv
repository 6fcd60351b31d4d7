// Shift register that can hold, shift, rotate, load and reverse.
module universal_shift #(
  parameter int WIDTH = 8
) (
  input  logic             clk,
  input  logic             rst,        // synchronous, active high
  input  logic [2:0]       mode,
  input  logic             ser_left,   // enters at the top bit
  input  logic             ser_right,  // enters at bit 0
  input  logic [WIDTH-1:0] d,
  output logic [WIDTH-1:0] q,
  output logic             lost
);

  logic [WIDTH-1:0] reversed;
  logic             top_in, bottom_in;

  for (genvar i = 0; i < WIDTH; i++) begin : g_reverse
    assign reversed[i] = q[WIDTH-1-i];
  end

  assign top_in    = (mode == 3'd2) ? ser_left : (mode == 3'd4) ? q[0] : q[WIDTH-1];
  assign bottom_in = (mode == 3'd1) ? ser_right : q[WIDTH-1];

  always_ff @(posedge clk) begin
    if (rst) begin
      q    <= '0;
      lost <= 1'b0;
    end else begin
      case (mode)
        3'd2, 3'd4, 3'd6: begin
          q    <= {top_in, q[WIDTH-1:1]};
          lost <= q[0];
        end
        3'd1, 3'd5: begin
          q    <= {q[WIDTH-2:0], bottom_in};
          lost <= q[WIDTH-1];
        end
        3'd3: begin
          q    <= d;
          lost <= 1'b0;
        end
        3'd7: begin
          q    <= reversed;
          lost <= 1'b0;
        end
        default: ;
      endcase
    end
  end

endmodule
