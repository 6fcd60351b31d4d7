// Sizes of the token router.
package router_pkg;

  localparam int EXPERTS  = 8;
  localparam int EXP_W    = 3;
  localparam int SCORE_W  = 8;
  localparam int ID_W     = 10;
  localparam int CAPACITY = 6;                       // tokens per expert and batch
  localparam int SLOT_W   = $clog2(CAPACITY + 1);

endpackage
