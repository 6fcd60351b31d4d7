// Moving average over the last N samples, rounded and limited to OUT_W bits.
module moving_average #(
  parameter int N      = 12,
  parameter int IN_W   = 12,
  parameter int OUT_W  = 10,
  parameter int RECIP  = 5461          // round(2**16 / N)
) (
  input  logic                    clk,
  input  logic                    rst_n,
  input  logic                    clear,
  input  logic                    in_valid,
  input  logic signed [IN_W-1:0]  in_data,
  output logic                    out_valid,
  output logic signed [OUT_W-1:0] out_data
);

  localparam int CNT_W  = $clog2(N + 1);
  localparam int SUM_W  = IN_W + CNT_W;
  localparam int PROD_W = SUM_W + 17;

  logic signed [IN_W-1:0]  history [N];
  logic        [CNT_W-1:0] ptr_q;         // where the next sample goes
  logic        [CNT_W-1:0] fill_q;        // samples held, up to N
  logic signed [SUM_W-1:0] sum_q;

  logic signed [SUM_W-1:0] oldest;
  logic signed [SUM_W-1:0] newest;

  assign oldest = (fill_q == CNT_W'(N))
                ? {{(SUM_W-IN_W){history[ptr_q][IN_W-1]}}, history[ptr_q]} : '0;
  assign newest = {{(SUM_W-IN_W){in_data[IN_W-1]}}, in_data};

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      ptr_q     <= '0;
      fill_q    <= '0;
      sum_q     <= '0;
      out_valid <= 1'b0;
    end else if (clear) begin
      ptr_q     <= '0;
      if (!in_valid) fill_q <= '0;
      sum_q     <= '0;
      out_valid <= 1'b0;
    end else begin
      out_valid <= in_valid;
      if (in_valid) begin
        sum_q <= sum_q + newest - oldest;
        ptr_q <= (ptr_q == CNT_W'(N - 1)) ? '0 : ptr_q + 1'b1;
        if (fill_q != CNT_W'(N)) fill_q <= fill_q + 1'b1;
      end
    end
  end

  always_ff @(posedge clk) begin
    if (in_valid && !clear) history[ptr_q] <= in_data;
  end

  // divide by N: multiply by the reciprocal, round half up
  localparam logic signed [PROD_W-1:0] HALF = PROD_W'(32768);
  localparam logic signed [PROD_W-1:0] MAX  = PROD_W'((1 << (OUT_W - 1)) - 1);
  localparam logic signed [PROD_W-1:0] MIN  = -(MAX + PROD_W'(1));

  logic signed [PROD_W-1:0] sum_ext;
  logic signed [PROD_W-1:0] mean;

  assign sum_ext = {{(PROD_W-SUM_W){sum_q[SUM_W-1]}}, sum_q};
  assign mean    = (sum_ext * PROD_W'(RECIP) + HALF) >>> 16;

  assign out_data = (mean > MAX) ? MAX[OUT_W-1:0]
                  : (mean < MIN) ? MIN[OUT_W-1:0]
                  :                mean[OUT_W-1:0];

endmodule
