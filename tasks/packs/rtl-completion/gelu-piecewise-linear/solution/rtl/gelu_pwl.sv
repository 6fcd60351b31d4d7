// GELU by linear interpolation between nine points, two elastic stages.
module gelu_pwl (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        in_valid,
  output logic        in_ready,
  input  logic [15:0] in_x,
  output logic        out_valid,
  input  logic        out_ready,
  output logic [15:0] out_y
);

  function automatic logic [13:0] point(input logic [3:0] k);
    case (k)
      4'd0:    point = 14'd0;
      4'd1:    point = 14'd1416;
      4'd2:    point = 14'd3446;
      4'd3:    point = 14'd5734;
      4'd4:    point = 14'd8006;
      4'd5:    point = 14'd10176;
      4'd6:    point = 14'd12271;
      4'd7:    point = 14'd14333;
      default: point = 14'd16383;
    endcase
  endfunction

  logic move1;
  logic move2;
  logic valid_q;

  assign move2    = ~out_valid | out_ready;
  assign move1    = ~valid_q | move2;
  assign in_ready = move1;

  // ---- stage 1: magnitude and table ----
  logic [15:0] t;
  logic        negative_q;
  logic [15:0] t_q;
  logic [13:0] base_q;
  logic [13:0] rise_q;

  assign t = in_x[15] ? -in_x : in_x;

  always_ff @(posedge clk) begin
    if (move1) begin
      negative_q <= in_x[15];
      t_q        <= t;
      base_q     <= point({1'b0, t[13:11]});
      rise_q     <= point({1'b0, t[13:11]} + 4'd1) - point({1'b0, t[13:11]});
    end
  end

  // ---- stage 2: interpolation and sign ----
  logic [24:0] scaled;
  logic [15:0] g;

  assign scaled = rise_q * t_q[10:0] + 25'd1024;
  assign g      = (t_q[15:14] != 2'd0) ? t_q : {2'd0, base_q} + {2'd0, scaled[24:11]};

  always_ff @(posedge clk) begin
    if (move2) out_y <= negative_q ? g - t_q : g;
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid_q   <= 1'b0;
      out_valid <= 1'b0;
    end else begin
      if (move1) valid_q   <= in_valid;
      if (move2) out_valid <= valid_q;
    end
  end

endmodule
