// Double-buffered registers of the PWM. Writes go to the shadow set; a write to
// the commit address arms the takeover, which copies the whole set at once.
module pwm_regs #(
  parameter int W = 10
) (
  input  logic         clk,
  input  logic         rst,
  input  logic         wr_en,
  input  logic [1:0]   wr_addr,      // 0 period, 1 duty, 2 dead time, 3 commit
  input  logic [W-1:0] wr_data,
  input  logic         boundary,     // last clock of a PWM period, or stopped
  output logic         pending,
  output logic [W-1:0] period,
  output logic [W-1:0] duty,
  output logic [W-1:0] dead_time
);

  localparam logic [1:0] ADDR_COMMIT = 2'd3;

  logic [W-1:0] shadow [3];
  logic         commit;
  logic         takeover;

  assign commit   = wr_en && (wr_addr == ADDR_COMMIT);
  assign takeover = pending && boundary;

  always_ff @(posedge clk) begin
    if (rst)           pending <= 1'b0;
    else if (commit)   pending <= 1'b1;
    else if (takeover) pending <= 1'b0;
  end

  // the shadow set needs no reset, it is complete before the first commit
  always_ff @(posedge clk) begin
    if (wr_en && !commit && !takeover) shadow[wr_addr] <= wr_data;

    if (rst) begin
      period    <= '1;
      duty      <= '0;
      dead_time <= '0;
    end else if (takeover) begin
      period    <= shadow[0];
      duty      <= shadow[1];
      dead_time <= shadow[2];
    end
  end

endmodule
