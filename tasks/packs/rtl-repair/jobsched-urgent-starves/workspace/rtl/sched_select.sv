// Picks the ready job with the highest effective priority, and its unit.
module sched_select
  import sched_pkg::*;
(
  input  logic [NUM_SLOTS-1:0]                ready,
  input  logic [NUM_SLOTS-1:0][EFF_W-1:0]     eff,
  input  logic [NUM_SLOTS-1:0][NUM_UNITS-1:0] mask,
  input  logic [NUM_UNITS-1:0]                unit_free,

  output logic                                valid,
  output logic [NUM_SLOTS-1:0]                grant,     // one-hot
  output logic [NUM_UNITS-1:0]                unit_sel   // one-hot
);

  logic [EFF_W-1:0]     best;
  logic [NUM_UNITS-1:0] usable;

  // the first of several equal slots wins
  always_comb begin
    valid  = 1'b0;
    grant  = '0;
    best   = '0;
    usable = '0;
    for (int i = 0; i < NUM_SLOTS; i++) begin
      if (ready[i] && (!valid || eff[i] > best)) begin
        valid    = 1'b1;
        grant    = '0;
        grant[i] = 1'b1;
        best     = eff[i];
        usable   = mask[i] & unit_free;
      end
    end
  end

  // lowest-numbered free unit that can run the job
  assign unit_sel = usable & (~usable + 1'b1);

endmodule
