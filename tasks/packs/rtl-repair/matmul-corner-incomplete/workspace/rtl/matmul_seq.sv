// Sequencer: clears the array, takes k_len operand beats, then waits until the
// last beat has gone through the whole array.
module matmul_seq #(
  parameter int ROWS = 4,
  parameter int COLS = 4,
  parameter int K_W  = 7
) (
  input  logic           clk,
  input  logic           rst_n,
  input  logic           start,
  input  logic [K_W-1:0] k_len,
  input  logic           in_valid,
  output logic           in_ready,
  output logic           clear,
  output logic           busy,
  output logic           done
);

  // from the acceptance of a beat until the corner opposite to the inputs
  // holds its product
  localparam int DRAIN   = ROWS + COLS - 1;
  localparam int DRAIN_W = $clog2(DRAIN + 1);

  typedef enum logic [1:0] {IDLE, CLEAR, FEED, DRAINING} state_t;

  state_t             state_q;
  logic [K_W-1:0]     left_q;
  logic [DRAIN_W-1:0] drain_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state_q <= IDLE;
      left_q  <= '0;
      drain_q <= '0;
      done    <= 1'b0;
    end else begin
      done <= 1'b0;
      case (state_q)
        IDLE: if (start) begin
          left_q  <= k_len;
          state_q <= CLEAR;
        end
        CLEAR: state_q <= (left_q == '0) ? DRAINING : FEED;
        FEED: if (in_valid) begin
          left_q  <= left_q - 1'b1;
          drain_q <= DRAIN_W'(DRAIN);
          if (left_q == K_W'(1)) state_q <= DRAINING;
        end
        DRAINING: if (drain_q == '0) begin
          done    <= 1'b1;
          state_q <= IDLE;
        end else begin
          drain_q <= drain_q - 1'b1;
        end
        default: state_q <= IDLE;
      endcase
    end
  end

  assign clear    = state_q == CLEAR;
  assign in_ready = state_q == FEED;
  assign busy     = state_q != IDLE;

endmodule
