// 16-bit Galois LFSR; shifts right and gets out of the all-zero state by itself.
module galois_lfsr (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        load,
  input  logic [15:0] seed,
  input  logic        step,
  output logic [15:0] state,
  output logic        bit_out,
  output logic        locked
);

  localparam logic [15:0] TAPS = 16'hB400;

  assign bit_out = state[0];
  assign locked  = state == 16'd0;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n)    state <= 16'hACE1;
    else if (load) state <= (seed == 16'd0) ? 16'hACE1 : seed;
    else if (step) state <= {1'b0, state[15:1]} ^ (bit_out || locked ? TAPS : 16'd0);
  end

endmodule
