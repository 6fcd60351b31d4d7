// Counter with its value in binary and, from a register of its own, in Gray code.
module gray_counter #(
  parameter int WIDTH = 4
) (
  input  logic             clk,
  input  logic             rst_n,   // asynchronous, active low
  input  logic             clear,   // synchronous
  input  logic             en,
  input  logic             down,
  output logic [WIDTH-1:0] gray,
  output logic [WIDTH-1:0] binary,
  output logic             last     // the next step would wrap
);

  logic [WIDTH-1:0] next;

  assign next = down ? binary - 1'b1 : binary + 1'b1;
  assign last = down ? ~|binary : &binary;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      binary <= '0;
      gray   <= '0;
    end else if (clear) begin
      binary <= '0;
      gray   <= '0;
    end else if (en) begin
      binary <= next;
      gray   <= binary ^ (binary >> 1);
    end
  end

endmodule
