// bfloat16 multiplier: nearest even, no subnormals, two register stages.
module bf16_mul (
  input  logic        clk,
  input  logic        rst,
  input  logic        in_valid,
  input  logic [15:0] a,
  input  logic [15:0] b,
  output logic        out_valid,
  output logic [15:0] y,
  output logic [3:0]  flags
);

  // ---- stage 1: classify and multiply ----
  logic a_zero, a_inf, a_nan;
  logic b_zero, b_inf, b_nan;

  assign a_zero = a[14:7] == 8'd0;
  assign b_zero = b[14:7] == 8'd0;
  assign a_inf  = a[14:0] == 15'h7F80;
  assign b_inf  = b[14:0] == 15'h7F80;
  assign a_nan  = a[14:0] > 15'h7F80;
  assign b_nan  = b[14:0] > 15'h7F80;

  logic              valid_q;
  logic              sign_q;
  logic              nan_q;
  logic              invalid_q;
  logic              inf_q;
  logic              zero_q;
  logic signed [9:0] exp_q;
  logic [15:0]       prod_q;

  always_ff @(posedge clk) begin
    valid_q   <= in_valid & ~rst;
    sign_q    <= a[15] ^ b[15];
    nan_q     <= a_nan | b_nan;
    invalid_q <= (a_inf & b_zero) | (a_zero & b_inf);
    inf_q     <= a_inf | b_inf;
    zero_q    <= a_zero | b_zero;
    exp_q     <= {2'b00, a[14:7]} + {2'b00, b[14:7]} - 10'd127;
    prod_q    <= {8'd0, 1'b1, a[6:0]} * {8'd0, 1'b1, b[6:0]};
  end

  // ---- stage 2: normalise, round, select ----
  logic [15:0]        norm;
  logic               up;
  logic signed [16:0] rounded;   // exponent and fraction together, so that the carry runs on
  logic signed [9:0]  exponent;
  logic               over;
  logic               under;

  assign norm     = prod_q[15] ? prod_q : {prod_q[14:0], 1'b0};
  assign up       = norm[7] & (norm[8] | (|norm[6:0]));
  assign rounded  = {exp_q + {9'd0, prod_q[15]}, norm[14:8]} + {16'd0, up};
  assign exponent = rounded[16:7];
  assign over     = exponent >= 10'sd255;
  assign under    = exponent <= 10'sd0;

  always_ff @(posedge clk) begin
    out_valid <= valid_q & ~rst;
    flags     <= 4'b0000;
    if (nan_q || invalid_q) begin
      y     <= 16'h7FC0;
      flags <= {~nan_q, 3'b000};
    end else if (inf_q) begin
      y <= {sign_q, 15'h7F80};
    end else if (zero_q) begin
      y <= {sign_q, 15'h0000};
    end else if (over) begin
      y     <= {sign_q, 15'h7F80};
      flags <= 4'b0101;
    end else if (under) begin
      y     <= {sign_q, 15'h0000};
      flags <= 4'b0011;
    end else begin
      y     <= {sign_q, rounded[14:0]};
      flags <= {3'b000, |norm[7:0]};
    end
  end

endmodule
