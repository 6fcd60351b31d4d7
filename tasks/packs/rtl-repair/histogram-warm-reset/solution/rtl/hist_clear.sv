// Clear sequencer: writes zero to all bins after reset and on request. A request
// first lets the operations in the update pipeline finish.
module hist_clear #(
  parameter int BINS = 64
) (
  input  logic                    clk,
  input  logic                    rst_n,
  input  logic                    clear_req,
  output logic                    clearing,
  output logic                    zero_we,
  output logic [$clog2(BINS)-1:0] zero_addr
);

  localparam int ADDR_W = $clog2(BINS);

  typedef enum logic [1:0] {IDLE, DRAIN0, DRAIN1, SWEEP} state_t;

  state_t            state_q;
  logic [ADDR_W-1:0] addr_q = '0;       // FPGA power-up value

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state_q <= SWEEP;
      addr_q  <= '0;
    end else begin
      case (state_q)
        IDLE:    if (clear_req) state_q <= DRAIN0;
        DRAIN0:  state_q <= DRAIN1;
        DRAIN1: begin
          addr_q  <= '0;
          state_q <= SWEEP;
        end
        SWEEP: begin
          if (addr_q == ADDR_W'(BINS - 1)) state_q <= IDLE;
          else                             addr_q  <= addr_q + 1'b1;
        end
        default: state_q <= SWEEP;
      endcase
    end
  end

  assign clearing  = state_q != IDLE;
  assign zero_we   = state_q == SWEEP;
  assign zero_addr = addr_q;

endmodule
