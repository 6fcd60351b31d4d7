// Systolic element that keeps its weight; activations go right, sums go down.
module ws_pe (
  input  logic               clk,
  input  logic               rst_n,

  input  logic               w_load,
  input  logic               w_swap,
  input  logic signed [7:0]  w_in,
  output logic signed [7:0]  w_out,

  input  logic               x_in_valid,
  output logic               x_in_ready,
  input  logic signed [7:0]  x_in,

  input  logic               p_in_valid,
  output logic               p_in_ready,
  input  logic signed [19:0] p_in,
  input  logic               p_in_last,

  output logic               x_out_valid,
  input  logic               x_out_ready,
  output logic signed [7:0]  x_out,

  output logic               p_out_valid,
  input  logic               p_out_ready,
  output logic signed [19:0] p_out,
  output logic               p_out_last
);

  logic signed [7:0] active_q;
  logic              fire;

  assign fire = x_in_valid & p_in_valid
              & (~x_out_valid | x_out_ready) & (~p_out_valid | p_out_ready);

  assign x_in_ready = fire;
  assign p_in_ready = fire;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      w_out    <= '0;
      active_q <= '0;
    end else begin
      if (w_load) w_out    <= w_in;
      if (w_swap) active_q <= w_load ? w_in : w_out;
    end
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      x_out_valid <= 1'b0;
      p_out_valid <= 1'b0;
    end else begin
      x_out_valid <= fire | (x_out_valid & ~x_out_ready);
      p_out_valid <= fire | (p_out_valid & ~p_out_ready);
    end
  end

  always_ff @(posedge clk) begin
    if (fire) begin
      x_out      <= x_in;
      p_out      <= p_in + x_in * active_q;
      p_out_last <= p_in_last;
    end
  end

endmodule
