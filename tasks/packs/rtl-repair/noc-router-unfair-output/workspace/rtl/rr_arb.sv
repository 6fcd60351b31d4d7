// Round-robin choice among N requesters.  `last` is the requester that was
// served most recently.
module rr_arb #(
  parameter int N     = 5,
  parameter int IDX_W = 3
) (
  input  logic [N-1:0]     req,
  input  logic [IDX_W-1:0] last,
  output logic [N-1:0]     grant     // one-hot, or 0 without a request
);

  // request vector twice in a row, so that a plain scan can start anywhere
  logic [2*N-1:0] req2;
  logic           found;

  assign req2 = {req, req};

  always_comb begin
    grant = '0;
    found = 1'b0;
    for (int k = 0; k < 2 * N; k++) begin
      if (!found && req2[k] && k >= int'(last)) begin
        found        = 1'b1;
        grant[k % N] = 1'b1;
      end
    end
  end

endmodule
