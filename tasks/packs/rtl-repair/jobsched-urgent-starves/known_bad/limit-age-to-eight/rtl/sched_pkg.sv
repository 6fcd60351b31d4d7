// Sizes and types of the job scheduler.
package sched_pkg;

  localparam int NUM_SLOTS = 8;
  localparam int NUM_UNITS = 4;
  localparam int ID_W      = 6;
  localparam int PRIO_W    = 3;
  localparam int AGE_W     = 4;

  // effective priority: static priority plus age
  localparam int EFF_W     = AGE_W;

  localparam logic [AGE_W-1:0] AGE_MAX = 4'd8;

endpackage
