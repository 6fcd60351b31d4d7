// Output port: chooses an input and stays with it for a whole packet.
module noc_output #(
  parameter int WIDTH = 18
) (
  input  logic                  clk,
  input  logic                  rst_n,
  input  logic [4:0]            req,          // inputs whose first flit goes to this port
  input  logic [4:0]            req_head,     // that flit starts a packet
  input  logic [4:0][WIDTH-1:0] flits,        // first flit of each input
  output logic [4:0]            pop,

  output logic                  out_valid,
  input  logic                  out_ready,
  output logic [WIDTH-1:0]      out_flit
);

  logic       locked;
  logic [4:0] owner;
  logic [2:0] last;
  logic [4:0] pick;
  logic [4:0] grant;
  logic [2:0] grant_idx;
  logic       tail;

  rr_arb #(
    .N     (5),
    .IDX_W (3)
  ) u_arb (
    .req   ((((req & req_head) & ~(5'd1 << last)) != '0) ? ((req & req_head) & ~(5'd1 << last)) : (req & req_head)),
    .last  (last),
    .grant (pick)
  );

  assign grant     = locked ? (owner & req) : pick;
  assign out_valid = (grant != '0);
  assign pop       = out_ready ? grant : '0;
  assign tail      = out_flit[WIDTH-2];

  always_comb begin
    out_flit  = '0;
    grant_idx = '0;
    for (int i = 0; i < 5; i++) begin
      if (grant[i]) begin
        out_flit  = flits[i];
        grant_idx = 3'(i);
      end
    end
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      locked <= 1'b0;
      owner  <= '0;
      last   <= 3'd4;
    end else if (out_valid) begin
      if (out_ready && tail) begin
        locked <= 1'b0;
        last   <= grant_idx;
      end else begin
        locked <= 1'b1;
        owner  <= grant;
      end
    end
  end

endmodule
