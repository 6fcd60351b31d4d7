// The first set bit of candidates at or above start, wrapping at the top.
module rr_pick (
  input  wrr_pkg::port_mask_t candidates,
  input  wrr_pkg::port_idx_t  start,
  output wrr_pkg::port_mask_t grant,
  output wrr_pkg::port_idx_t  index
);

  import wrr_pkg::*;

  port_idx_t candidate;

  always_comb begin
    grant     = '0;
    index     = '0;
    candidate = '0;
    for (int k = PORTS - 1; k >= 0; k--) begin
      candidate = start + port_idx_t'(k);
      if (candidates[candidate]) begin
        grant            = '0;
        grant[candidate] = 1'b1;
        index            = candidate;
      end
    end
  end

endmodule
