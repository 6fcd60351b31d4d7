// Complementary PWM channel with dead time and double-buffered settings.
module pwm #(
  parameter int W = 10
) (
  input  logic         clk,
  input  logic         rst,          // synchronous, active high
  input  logic         run,
  input  logic         wr_en,
  input  logic [1:0]   wr_addr,
  input  logic [W-1:0] wr_data,
  output logic         pending,
  output logic         period_start,
  output logic         out_hi,
  output logic         out_lo
);

  logic [W-1:0] period;
  logic [W-1:0] duty;
  logic [W-1:0] dead_time;
  logic         boundary;
  logic         active;

  pwm_regs #(.W(W)) u_regs (
    .clk       (clk),
    .rst       (rst),
    .wr_en     (wr_en),
    .wr_addr   (wr_addr),
    .wr_data   (wr_data),
    .boundary  (boundary),
    .pending   (pending),
    .period    (period),
    .duty      (duty),
    .dead_time (dead_time)
  );

  pwm_timebase #(.W(W)) u_timebase (
    .clk          (clk),
    .rst          (rst),
    .run          (run),
    .period       (period),
    .duty         (duty),
    .boundary     (boundary),
    .period_start (period_start),
    .active       (active)
  );

  pwm_deadtime #(.W(W)) u_deadtime (
    .clk       (clk),
    .rst       (rst),
    .run       (run),
    .active    (active),
    .dead_time (dead_time),
    .out_hi    (out_hi),
    .out_lo    (out_lo)
  );

endmodule
