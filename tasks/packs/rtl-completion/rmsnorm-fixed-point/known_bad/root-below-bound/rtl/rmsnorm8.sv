// Normalises eight bytes by their root mean square.
module rmsnorm8 (
  input  logic              clk,
  input  logic              rst_n,
  input  logic              in_valid,
  output logic              in_ready,
  input  logic signed [7:0] in_x,
  input  logic signed [7:0] in_gain,
  output logic              out_valid,
  input  logic              out_ready,
  output logic signed [7:0] out_y,
  output logic              out_sat,
  output logic [2:0]        out_index,
  output logic [12:0]       inv
);

  localparam [1:0] LOAD = 2'd0;
  localparam [1:0] ROOT = 2'd1;
  localparam [1:0] OUT  = 2'd2;

  logic [1:0]         state_q;
  logic signed [7:0]  x_q [0:7];
  logic signed [7:0]  g_q [0:7];
  logic [2:0]         index_q;
  logic [12:0]        bit_q;       // the bit of R that is tried
  logic [17:0]        squares_q;

  logic signed [15:0] square;
  logic [14:0]        mean;
  logic [12:0]        trial;
  logic               fits;

  assign in_ready  = state_q == LOAD;
  assign out_valid = state_q == OUT;
  assign out_index = index_q;

  assign square = in_x * in_x;
  assign mean   = squares_q[17:3] + 15'd1;
  assign trial  = inv | bit_q;
  assign fits   = {28'd0, trial} * {28'd0, trial} * {26'd0, mean} < 41'h1000000;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state_q   <= LOAD;
      index_q   <= '0;
      squares_q <= '0;
    end else begin
      case (state_q)
        LOAD: begin
          if (in_valid) begin
            index_q   <= index_q + 3'd1;
            squares_q <= squares_q + {2'd0, square};
            if (index_q == 3'd7) state_q <= ROOT;
          end
        end
        ROOT: begin
          if (bit_q[0]) state_q <= OUT;
        end
        default: begin
          squares_q <= '0;
          if (out_ready) begin
            index_q <= index_q + 3'd1;
            if (index_q == 3'd7) state_q <= LOAD;
          end
        end
      endcase
    end
  end

  always_ff @(posedge clk) begin
    if (in_ready && in_valid) begin
      x_q[index_q] <= in_x;
      g_q[index_q] <= in_gain;
    end
    if (in_ready) begin
      inv   <= '0;
      bit_q <= 13'h1000;
    end else begin
      bit_q <= bit_q >> 1;
      if (fits) inv <= trial;
    end
  end

  // |x * R| is at most 4096 * sqrt(8), so the values fit
  logic signed [21:0] product;
  logic signed [8:0]  value;

  assign product = x_q[index_q] * $signed({1'b0, inv}) * g_q[index_q] + 22'sd4096;
  assign value   = product[21:13];
  assign out_sat = value[8] ^ value[7];
  assign out_y   = out_sat ? {value[8], {7{~value[8]}}} : value[7:0];

endmodule
