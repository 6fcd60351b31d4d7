// Running maximum, weight sum and weighted value sum of a streamed softmax.
module online_softmax (
  input  logic               clk,
  input  logic               rst_n,
  input  logic               in_valid,
  input  logic               in_mask,
  input  logic               in_last,
  input  logic signed [7:0]  in_score,
  input  logic signed [7:0]  in_value,
  output logic               out_valid,
  output logic signed [7:0]  max,
  output logic [15:0]        sum,
  output logic signed [23:0] acc
);

  function automatic logic [8:0] weight(input logic [7:0] d);
    logic [8:0] t;
    case (d[2:0])
      3'd0:    t = 9'd256;
      3'd1:    t = 9'd235;
      3'd2:    t = 9'd215;
      3'd3:    t = 9'd197;
      3'd4:    t = 9'd181;
      3'd5:    t = 9'd166;
      3'd6:    t = 9'd152;
      default: t = 9'd140;
    endcase
    weight = t >> d[5:3];
  endfunction

  // ---- stage 1: maximum and weights ----
  logic signed [7:0] max_q;      // of the row so far
  logic              first_q;    // the next element begins a row
  logic signed [7:0] held;       // before the element
  logic signed [7:0] highest;    // after it
  logic              rises;

  assign held = first_q ? -8'sd128 : max_q;
  assign rises  = ~in_mask & (in_score > held);
  assign highest  = rises ? in_score : held;

  logic              valid_q;
  logic              last_q;
  logic              begin_q;
  logic [8:0]        scale_q;
  logic [8:0]        weight_q;
  logic signed [7:0] value_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid_q <= 1'b0;
      first_q <= 1'b1;
    end else begin
      valid_q <= in_valid;
      if (in_valid) first_q <= in_last;
    end
  end

  always_ff @(posedge clk) begin
    if (in_valid) max_q <= highest;
    last_q   <= in_last;
    begin_q  <= first_q;
    scale_q  <= weight(highest - held);
    weight_q <= in_mask ? 9'd0 : weight(highest - in_score);
    value_q  <= in_value;
  end

  // ---- stage 2: sums ----
  logic [24:0]        sum_scaled;
  logic signed [33:0] acc_scaled;
  logic signed [17:0] product;

  assign sum_scaled = sum * scale_q;
  assign acc_scaled = acc * $signed({1'b0, scale_q});
  assign product    = $signed({1'b0, weight_q}) * value_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      out_valid <= 1'b0;
      max       <= -8'sd128;
      sum       <= '0;
      acc       <= '0;
    end else begin
      out_valid <= valid_q & last_q;
      if (valid_q) begin
        max <= max_q;
        sum <= (begin_q ? 16'd0 : sum_scaled[23:8]) + {7'd0, weight_q};
        acc <= (begin_q ? 24'd0 : acc_scaled[31:8]) + {{6{product[17]}}, product};
      end
    end
  end

endmodule
