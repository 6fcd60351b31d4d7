// Priority job scheduler for a cluster of different execution units.
// Jobs wait in a small table; at most one job is dispatched per cycle.
module job_sched
  import sched_pkg::*;
(
  input  logic                 clk,
  input  logic                 rst_n,

  // new jobs
  input  logic                 job_valid,
  output logic                 job_ready,
  input  logic [ID_W-1:0]      job_id,
  input  logic [NUM_UNITS-1:0] job_mask,     // units that can run the job
  input  logic [PRIO_W-1:0]    job_prio,

  // units
  input  logic [NUM_UNITS-1:0] unit_free,
  output logic                 dsp_valid,
  output logic [ID_W-1:0]      dsp_id,
  output logic [NUM_UNITS-1:0] dsp_unit      // one-hot
);

  logic [NUM_SLOTS-1:0]                busy;
  logic [NUM_SLOTS-1:0]                ready;
  logic [NUM_SLOTS-1:0]                load;
  logic [NUM_SLOTS-1:0]                grant;
  logic [NUM_SLOTS-1:0][ID_W-1:0]      ids;
  logic [NUM_SLOTS-1:0][NUM_UNITS-1:0] masks;
  logic [NUM_SLOTS-1:0][EFF_W-1:0]     effs;

  assign job_ready = (busy != '1);

  // lowest free slot
  assign load = (job_valid && job_ready) ? (~busy & (busy + 1'b1)) : '0;

  for (genvar i = 0; i < NUM_SLOTS; i++) begin : g_slot
    sched_slot u_slot (
      .clk       (clk),
      .rst_n     (rst_n),
      .load      (load[i]),
      .load_id   (job_id),
      .load_mask (job_mask),
      .load_prio (job_prio),
      .dispatch  (dsp_valid),
      .take      (grant[i]),
      .unit_free (unit_free),
      .busy      (busy[i]),
      .ready     (ready[i]),
      .id        (ids[i]),
      .mask      (masks[i]),
      .eff       (effs[i])
    );
  end

  sched_select u_select (
    .ready     (ready),
    .eff       (effs),
    .mask      (masks),
    .unit_free (unit_free),
    .valid     (dsp_valid),
    .grant     (grant),
    .unit_sel  (dsp_unit)
  );

  always_comb begin
    dsp_id = '0;
    for (int i = 0; i < NUM_SLOTS; i++) begin
      if (grant[i]) dsp_id = ids[i];
    end
  end

endmodule
