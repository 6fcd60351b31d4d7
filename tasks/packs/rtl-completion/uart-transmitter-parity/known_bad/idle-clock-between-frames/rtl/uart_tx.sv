// Sends bytes as asynchronous serial frames.
module uart_tx (
  input  logic       clk,
  input  logic       rst_n,
  input  logic [7:0] divisor,
  input  logic       parity_on,
  input  logic       parity_odd,
  input  logic       two_stop,
  input  logic       valid,
  output logic       ready,
  input  logic [7:0] data,
  output logic       txd,
  output logic       busy
);

  logic [8:0] rest;    // what follows the bit on the line, next at bit 0; ones move in
  logic [3:0] left;    // bits of the frame not yet over
  logic [7:0] period, timer;

  assign busy  = left != 4'd0;
  assign ready = !busy;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      left <= 4'd0;
      txd  <= 1'b1;
    end else if (valid && ready) begin
      left   <= 4'd10 + {3'd0, parity_on} + {3'd0, two_stop};
      txd    <= 1'b0;
      rest   <= {!parity_on || (^data ^ parity_odd), data};
      period <= divisor;
      timer  <= divisor;
    end else if (busy) begin
      if (timer == 8'd0) begin
        timer <= period;
        left  <= left - 4'd1;
        txd   <= rest[0];
        rest  <= {1'b1, rest[8:1]};
      end else begin
        timer <= timer - 8'd1;
      end
    end
  end

endmodule
