// Merges two sorted index streams and adds the values of equal indices.
module index_merge (
  input  logic               clk,
  input  logic               rst_n,

  input  logic               a_valid,
  output logic               a_ready,
  input  logic [7:0]         a_index,
  input  logic signed [15:0] a_value,
  input  logic               a_last,

  input  logic               b_valid,
  output logic               b_ready,
  input  logic [7:0]         b_index,
  input  logic signed [15:0] b_value,
  input  logic               b_last,

  output logic               out_valid,
  input  logic               out_ready,
  output logic [7:0]         out_index,
  output logic signed [15:0] out_value,
  output logic               out_last
);

  logic               open_q;
  logic [7:0]         index_q;
  logic signed [15:0] value_q;
  logic               a_ended_q;
  logic               b_ended_q;

  // ---- choice ----
  logic       can_choose;
  logic       pick_a;
  logic       pick_b;
  logic [7:0] index;

  assign can_choose = (a_ended_q | a_valid) & (b_ended_q | b_valid) & ~(a_ended_q & b_ended_q);
  assign pick_a     = can_choose & ~a_ended_q & (b_ended_q | (a_index <= b_index));
  assign pick_b     = can_choose & ~b_ended_q & (a_ended_q | (b_index <= a_index));
  assign index      = pick_a ? a_index : b_index;

  // ---- taking ----
  logic same;
  logic free;
  logic take;
  logic finish;

  assign same    = 1'b0;
  assign free    = ~out_valid | out_ready;
  assign take    = can_choose & (~open_q | same | free);
  assign finish  = a_ended_q & b_ended_q & free;
  assign a_ready = pick_a & take;
  assign b_ready = pick_b & take;

  logic signed [17:0] sum;
  logic signed [15:0] limited;

  assign sum = (same ? value_q : 16'sd0) + (pick_a ? a_value : 16'sd0) + (pick_b ? b_value : 16'sd0);

  always_comb begin
    limited = sum[15:0];
    if (sum > 18'sd32767)  limited = 16'sh7FFF;
    if (sum < -18'sd32768) limited = 16'sh8000;
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      open_q    <= 1'b0;
      a_ended_q <= 1'b0;
      b_ended_q <= 1'b0;
      out_valid <= 1'b0;
    end else begin
      if (out_ready) out_valid <= 1'b0;
      if (take) begin
        open_q <= 1'b1;
        if (a_ready && a_last) a_ended_q <= 1'b1;
        if (b_ready && b_last) b_ended_q <= 1'b1;
        if (open_q && !same)   out_valid <= value_q != 16'sd0;
      end
      if (finish) begin
        open_q    <= 1'b0;
        a_ended_q <= 1'b0;
        b_ended_q <= 1'b0;
        out_valid <= 1'b1;
      end
    end
  end

  always_ff @(posedge clk) begin
    if (take) begin
      index_q <= index;
      value_q <= limited;
    end
    if (free) begin
      out_index <= index_q;
      out_value <= value_q;
      out_last  <= finish;
    end
  end

endmodule
