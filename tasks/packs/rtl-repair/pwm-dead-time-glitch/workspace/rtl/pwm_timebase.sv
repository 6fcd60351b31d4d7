// Up-counting time base: period + 1 clocks per PWM period, active for the first
// `duty` of them.
module pwm_timebase #(
  parameter int W = 10
) (
  input  logic         clk,
  input  logic         rst,
  input  logic         run,
  input  logic [W-1:0] period,
  input  logic [W-1:0] duty,
  output logic         boundary,
  output logic         period_start,
  output logic         active
);

  logic [W-1:0] cnt;

  assign boundary     = !run || (cnt == period);
  assign period_start = run && (cnt == '0);
  assign active       = run && (cnt < duty);

  always_ff @(posedge clk) begin
    if (rst || boundary) cnt <= '0;
    else                 cnt <= cnt + 1'b1;
  end

endmodule
