// 4x4 matrix product with sums that stay in place and a buffered output.
module gemm_tile (
  input  logic        clk,
  input  logic        rst_n,

  input  logic        in_valid,
  output logic        in_ready,
  input  logic [31:0] in_a,
  input  logic [31:0] in_b,
  input  logic        in_last,
  input  logic        in_relu,

  output logic        out_valid,
  input  logic        out_ready,
  output logic [1:0]  out_row,
  output logic [79:0] out_data,
  output logic        out_last
);

  logic signed [19:0] sum_q  [0:15];
  logic signed [19:0] next   [0:15];
  logic [319:0]       buffer_q;
  logic               relu_q;
  logic [79:0]        row;
  logic               take;

  assign out_last = out_row == 2'd3;
  assign in_ready = ~in_last | ~out_valid | (out_ready & out_last);
  assign take     = in_valid & in_ready;

  genvar i, j;
  generate
    for (i = 0; i < 4; i = i + 1) begin : g_row
      for (j = 0; j < 4; j = j + 1) begin : g_col
        logic signed [7:0] a;
        logic signed [7:0] b;
        assign a = in_a[8*i +: 8];
        assign b = in_b[8*j +: 8];
        assign next[4*i + j] = sum_q[4*i + j] + a * b;
        always_ff @(posedge clk or negedge rst_n) begin
          if (!rst_n)    sum_q[4*i + j] <= '0;
          else if (take) sum_q[4*i + j] <= in_last ? '0 : next[4*i + j];
        end
        always_ff @(posedge clk) begin
          if (take && in_last) buffer_q[80*i + 20*j +: 20] <= next[4*i + j];
        end
      end
    end
    for (j = 0; j < 4; j = j + 1) begin : g_out
      assign out_data[20*j +: 20] = (relu_q & row[20*j + 19]) ? 20'd0 : row[20*j +: 20];
    end
  endgenerate

  assign row = buffer_q[80*out_row +: 80];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      out_valid <= 1'b0;
      out_row   <= '0;
    end else begin
      if (out_valid && out_ready) begin
        out_row   <= out_row + 2'd1;
        out_valid <= ~out_last;
      end
      if (take && in_last) out_valid <= 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    if (take && in_last) relu_q <= in_relu;
  end

endmodule
