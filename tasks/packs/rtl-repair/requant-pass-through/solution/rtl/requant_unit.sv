// Requantization of 32-bit accumulators to int8: scale by mult / 2**shift with
// rounding, add the zero point, clamp. Three pipeline stages, one value per clock.
module requant_unit (
  input  logic               clk,
  input  logic               rst_n,

  input  logic               in_valid,
  input  logic signed [31:0] in_acc,
  input  logic        [15:0] in_mult,
  input  logic        [5:0]  in_shift,     // 0 .. 47
  input  logic signed [7:0]  in_zp,
  input  logic               in_relu,

  output logic               out_valid,
  output logic signed [7:0]  out_q,
  output logic               out_clamped
);

  localparam int PROD_W = 50;

  localparam logic signed [PROD_W-1:0] Q_MAX = 50'sd127;
  localparam logic signed [PROD_W-1:0] Q_MIN = -50'sd128;

  // ---- stage 1: multiply ----
  logic                     v1_q;
  logic signed [PROD_W-1:0] prod_q;
  logic [5:0]               shift_q;
  logic signed [7:0]        zp1_q;
  logic                     relu1_q;

  logic signed [PROD_W-1:0] acc_ext;
  logic signed [PROD_W-1:0] mult_ext;
  assign acc_ext  = {{(PROD_W-32){in_acc[31]}}, in_acc};
  assign mult_ext = {{(PROD_W-16){1'b0}}, in_mult};

  always_ff @(posedge clk) begin
    prod_q  <= acc_ext * mult_ext;
    shift_q <= in_shift;
    zp1_q   <= in_zp;
    relu1_q <= in_relu;
  end

  // ---- stage 2: rounding shift, ties away from zero ----
  logic                     v2_q;
  logic signed [PROD_W-1:0] scaled_q;
  logic signed [7:0]        zp2_q;
  logic                     relu2_q;

  logic signed [PROD_W-1:0] half;
  logic                     pull_down;
  logic signed [PROD_W-1:0] biased;

  assign half      = (PROD_W'(1) << shift_q) >> 1;
  assign pull_down = prod_q[PROD_W-1] & (shift_q != 6'd0);
  assign biased    = prod_q + half - {{(PROD_W-1){1'b0}}, pull_down};

  always_ff @(posedge clk) begin
    scaled_q <= biased >>> shift_q;
    zp2_q    <= zp1_q;
    relu2_q  <= relu1_q;
  end

  // ---- stage 3: zero point and clamp ----
  logic signed [PROD_W-1:0] zp_ext;
  logic signed [PROD_W-1:0] shifted;
  logic signed [PROD_W-1:0] low;

  assign zp_ext  = {{(PROD_W-8){zp2_q[7]}}, zp2_q};
  assign shifted = scaled_q + zp_ext;
  assign low     = relu2_q ? zp_ext : Q_MIN;      // real zero is at the zero point

  always_ff @(posedge clk) begin
    if (shifted > Q_MAX) begin
      out_q       <= 8'sh7F;
      out_clamped <= 1'b1;
    end else if (shifted < low) begin
      out_q       <= relu2_q ? zp2_q : 8'sh80;
      out_clamped <= 1'b1;
    end else begin
      out_q       <= {shifted[PROD_W-1], shifted[6:0]};
      out_clamped <= 1'b0;
    end
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      v1_q      <= 1'b0;
      v2_q      <= 1'b0;
      out_valid <= 1'b0;
    end else begin
      v1_q      <= in_valid;
      v2_q      <= v1_q;
      out_valid <= v2_q;
    end
  end

endmodule
