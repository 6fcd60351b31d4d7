// Complementary outputs with dead time: after each change of `active`, both
// outputs stay off for dead_time additional clocks.
module pwm_deadtime #(
  parameter int W = 10
) (
  input  logic         clk,
  input  logic         rst,
  input  logic         run,
  input  logic         active,
  input  logic [W-1:0] dead_time,
  output logic         out_hi,
  output logic         out_lo
);

  logic         active_q;
  logic         run_q;
  logic [W-1:0] wait_cnt;
  logic         settled;

  always_ff @(posedge clk) begin
    if (rst) begin
      active_q <= 1'b0;
      run_q    <= 1'b0;
      wait_cnt <= '0;
    end else begin
      active_q <= active;
      run_q    <= run;
      if ((active != active_q) || (run && !run_q)) wait_cnt <= dead_time;
      else if (wait_cnt != '0)                     wait_cnt <= wait_cnt - 1'b1;
    end
  end

  assign settled = run && run_q && (wait_cnt == '0) && (active == active_q);
  assign out_hi  = settled && active_q;
  assign out_lo  = settled && !active_q;

endmodule
