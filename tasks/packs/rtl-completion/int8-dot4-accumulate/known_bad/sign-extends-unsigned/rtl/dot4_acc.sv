// Four int8 products per step, added into a saturating 20-bit accumulator.
module dot4_acc (
  input  logic               clk,
  input  logic               rst,
  input  logic               in_valid,
  input  logic               first,
  input  logic               last,
  input  logic               a_unsigned,
  input  logic [31:0]        a,
  input  logic [31:0]        b,
  output logic               out_valid,
  output logic signed [19:0] acc,
  output logic               sat
);

  // ---- stage 1 ----
  logic signed [19:0] dot;
  logic signed [8:0]  x;
  logic signed [7:0]  y;

  always_comb begin
    dot = '0;
    x   = '0;
    y   = '0;
    for (int i = 0; i < 4; i++) begin
      x   = {a[8*i+7], a[8*i +: 8]};
      y   = b[8*i +: 8];
      dot = dot + x * y;
    end
  end

  logic               valid_q;
  logic               first_q;
  logic               last_q;
  logic signed [19:0] dot_q;

  always_ff @(posedge clk) begin
    valid_q <= in_valid & ~rst;
    first_q <= first;
    last_q  <= last;
    dot_q   <= dot;
  end

  // ---- stage 2 ----
  logic signed [20:0] sum;
  logic               over;

  assign sum  = first_q ? dot_q : acc + dot_q;
  assign over = sum[20] ^ sum[19];

  always_ff @(posedge clk) begin
    if (rst) begin
      out_valid <= 1'b0;
      acc       <= '0;
      sat       <= 1'b0;
    end else begin
      out_valid <= valid_q & last_q;
      if (valid_q) begin
        acc <= over ? {sum[20], {19{~sum[20]}}} : sum[19:0];
        sat <= over | (sat & ~first_q);
      end
    end
  end

endmodule
