// Scales accumulators to eight bits, rounding halves to even.
module requant_even (
  input  logic               clk,
  input  logic               rst_n,
  input  logic               in_valid,
  input  logic signed [31:0] in_acc,
  input  logic [15:0]        in_mult,
  input  logic [5:0]         in_shift,
  input  logic               in_unsigned,
  input  logic               in_relu,
  input  logic [7:0]         in_zp,
  output logic               out_valid,
  output logic [7:0]         out_q,
  output logic               out_sat
);

  // ---- stage 1: multiply ----
  logic               valid_q;
  logic signed [47:0] prod_q;
  logic [5:0]         shift_q;
  logic               unsigned_q;
  logic               relu_q;
  logic signed [8:0]  zp_q;
  logic signed [16:0] mult;

  assign mult = {1'b0, in_mult};

  always_ff @(posedge clk) begin
    prod_q     <= in_acc * mult;
    shift_q    <= (in_shift > 6'd47) ? 6'd47 : in_shift;
    unsigned_q <= in_unsigned;
    relu_q     <= in_relu;
    zp_q       <= {in_zp[7], in_zp};
  end

  // ---- stage 2: round, add, limit ----
  logic signed [47:0] floor;
  logic [46:0]        lost;      // bits behind the point, from the top
  logic               up;
  logic signed [48:0] value;
  logic signed [9:0]  low;
  logic signed [9:0]  high;
  logic               above;
  logic               below;

  assign floor = prod_q >>> shift_q;
  assign lost  = prod_q[46:0] << (6'd47 - shift_q);
  assign up    = lost[46] & (floor[0] | (|lost[45:0]));
  assign value = floor + $signed({1'b0, up}) + zp_q;
  assign high  = unsigned_q ? 10'sd255 : 10'sd127;
  assign low   = relu_q ? zp_q : unsigned_q ? 10'sd0 : -10'sd128;
  assign above = value > high;
  assign below = value < low;

  always_ff @(posedge clk) begin
    out_sat <= above | below;
    out_q   <= above ? high[7:0] : below ? low[7:0] : value[7:0];
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid_q   <= 1'b0;
      out_valid <= 1'b0;
    end else begin
      valid_q   <= in_valid;
      out_valid <= valid_q;
    end
  end

endmodule
