// One entry of the job table.
module sched_slot
  import sched_pkg::*;
(
  input  logic                 clk,
  input  logic                 rst_n,

  input  logic                 load,
  input  logic [ID_W-1:0]      load_id,
  input  logic [NUM_UNITS-1:0] load_mask,
  input  logic [PRIO_W-1:0]    load_prio,

  input  logic                 dispatch,       // some job leaves in this cycle
  input  logic                 take,           // this job leaves
  input  logic [NUM_UNITS-1:0] unit_free,

  output logic                 busy,
  output logic                 ready,          // at least one of its units is free
  output logic [ID_W-1:0]      id,
  output logic [NUM_UNITS-1:0] mask,
  output logic [EFF_W-1:0]     eff
);

  logic [PRIO_W-1:0] static_prio;
  logic [AGE_W-1:0]  age;

  assign ready = busy && ((mask & unit_free) != '0);
  assign eff   = EFF_W'(static_prio) + EFF_W'(age);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      busy        <= 1'b0;
      id          <= '0;
      mask        <= '0;
      static_prio <= '0;
      age         <= '0;
    end else if (load) begin
      busy        <= 1'b1;
      id          <= load_id;
      mask        <= load_mask;
      static_prio <= load_prio;
      age         <= '0;
    end else if (take) begin
      busy        <= 1'b0;
    end else if (busy && dispatch && age != AGE_MAX) begin
      // somebody else was served
      age         <= age + 1'b1;
    end
  end

endmodule
