// Round-robin arbiter.
//
// The requester after the one served last has the highest priority. upper
// marks the requesters above the last one served: those among them that ask
// go first, and only if there are none does the search start again at 0.
module rr_arbiter #(
  parameter N     = 4,
  parameter IDX_W = 2
) (
  input                  clk,
  input                  rst_n,
  input      [N-1:0]     req,
  input                  ack,          // the granted request has been served
  output reg [N-1:0]     grant,        // one-hot, 0 without a request
  output reg [IDX_W-1:0] grant_idx,
  output                 grant_valid
);

  reg [N-1:0] upper;

  assign grant_valid = |req;

  always @(req) begin : pick
    integer i;
    reg     found;
    grant     = {N{1'b0}};
    grant_idx = {IDX_W{1'b0}};
    found     = 1'b0;
    for (i = 0; i < N; i = i + 1) begin
      if (!found && req[i] && upper[i]) begin
        grant[i]  = 1'b1;
        grant_idx = i[IDX_W-1:0];
        found     = 1'b1;
      end
    end
    for (i = 0; i < N; i = i + 1) begin
      if (!found && req[i]) begin
        grant[i]  = 1'b1;
        grant_idx = i[IDX_W-1:0];
        found     = 1'b1;
      end
    end
  end

  // bits above the granted one
  always @(posedge clk or negedge rst_n) begin
    if (!rst_n)
      upper <= {N{1'b0}};
    else if (ack && grant_valid)
      upper <= ~(grant | (grant - 1'b1));
  end

endmodule
