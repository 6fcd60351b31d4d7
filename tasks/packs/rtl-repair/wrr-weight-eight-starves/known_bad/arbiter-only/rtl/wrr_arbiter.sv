// Weighted round-robin arbiter.
//
// In each round a port gets at most as many grants as its weight says. The
// grants are spread: the arbiter goes round the ports that ask and have
// credit left. A round ends when no port that asks has any credit.
module wrr_arbiter (
  input  logic                clk,
  input  logic                rst_n,
  input  logic [15:0]         weights,      // 4 bits per port, port 0 lowest
  input  wrr_pkg::port_mask_t req,
  input  logic                ack,          // the granted port is served
  output wrr_pkg::port_mask_t grant,
  output wrr_pkg::port_idx_t  grant_idx,
  output logic                grant_valid,
  output logic                new_round
);

  import wrr_pkg::*;

  port_mask_t enabled, has_credit, in_round, candidates;
  port_idx_t  start;
  logic       served;

  assign in_round    = req & enabled & has_credit;
  assign new_round   = (in_round == '0) && ((req & enabled) != '0);
  assign candidates  = new_round ? (req & enabled) : in_round;
  assign grant_valid = (candidates != '0);
  assign served      = grant_valid && ack;

  rr_pick u_pick (
    .candidates (candidates),
    .start      (start),
    .grant      (grant),
    .index      (grant_idx)
  );

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n)      start <= '0;
    else if (served) start <= grant_idx + 1'b1;
  end

  for (genvar i = 0; i < PORTS; i++) begin : g_port
    weight_t weight;

    assign weight     = weights[WEIGHT_W*i +: WEIGHT_W];
    assign enabled[i] = (weight != '0);

    credit_counter u_credit (
      .clk        (clk),
      .rst_n      (rst_n),
      .reload     (new_round && ack),
      .serve      (served && grant[i]),
      .weight     (weight_t'(weight)),
      .has_credit (has_credit[i])
    );
  end

endmodule
