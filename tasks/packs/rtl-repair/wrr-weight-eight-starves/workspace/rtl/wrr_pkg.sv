// Constants of the weighted round-robin arbiter.
package wrr_pkg;

  localparam int PORTS    = 4;
  localparam int WEIGHT_W = 4;    // weights 0 (port off) to 8

  typedef logic [3:0] weight_t;     // WEIGHT_W bits
  typedef logic [3:0] port_mask_t;  // one bit per port
  typedef logic [1:0] port_idx_t;

endpackage
