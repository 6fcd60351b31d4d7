// Fractional tick generator. A tick comes every div_int + div_frac / 2**FRAC_W
// clocks on average: the fraction is accumulated, and each time it overflows one
// period is made a clock longer.
module uart_baud #(
  parameter int INT_W  = 10,
  parameter int FRAC_W = 4
) (
  input  logic              clk,
  input  logic              rst_n,
  input  logic              enable,
  input  logic [INT_W-1:0]  div_int,     // at least 2
  input  logic [FRAC_W-1:0] div_frac,
  output logic              tick
);

  logic [INT_W-1:0]  cnt;
  logic [INT_W-1:0]  last;               // last count of this period
  logic [FRAC_W-1:0] frac_acc;
  logic [FRAC_W:0]   frac_sum;

  assign frac_sum = {1'b0, frac_acc} + {1'b0, div_frac};
  assign last     = frac_sum[FRAC_W] ? div_int : div_int - 1'b1;
  assign tick     = enable && (cnt == last);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      cnt      <= '0;
      frac_acc <= '0;
    end else if (!enable) begin
      cnt      <= '0;
      frac_acc <= '0;
    end else if (tick) begin
      cnt      <= '0;
      frac_acc <= frac_sum[FRAC_W-1:0];
    end else begin
      cnt <= cnt + 1'b1;
    end
  end

endmodule
