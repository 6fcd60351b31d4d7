// Copies len words from src to dst, one at a time: read, wait for the response,
// write. A stop request ends the copy at the next word boundary or earlier.
module dma_copy (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        start,
  input  logic        stop,
  input  logic [15:0] src,
  input  logic [15:0] dst,
  input  logic [15:0] len,
  output logic        done,

  output logic        req_valid,
  output logic        req_we,
  output logic [15:0] req_addr,
  output logic [31:0] req_wdata,
  input  logic        req_ready,
  input  logic        rsp_valid,
  input  logic [31:0] rsp_rdata
);

  typedef enum logic [1:0] {IDLE, RD_REQ, RD_RSP, WR_REQ} state_t;

  state_t      state_q;
  logic [15:0] src_q;
  logic [15:0] dst_q;
  logic [15:0] left_q;
  logic [3:0]  wait_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state_q   <= IDLE;
      src_q     <= '0;
      dst_q     <= '0;
      left_q    <= '0;
      wait_q    <= '0;
      req_wdata <= '0;
      done      <= 1'b0;
    end else begin
      done   <= 1'b0;
      wait_q <= (state_q == RD_RSP && stop) ? wait_q + 4'd1 : '0;
      case (state_q)
        IDLE: if (start) begin
          src_q  <= src;
          dst_q  <= dst;
          left_q <= len;
          if (len == '0 || stop) done    <= 1'b1;
          else                   state_q <= RD_REQ;
        end
        RD_REQ: if (req_ready) state_q <= RD_RSP;
        RD_RSP: if (stop && wait_q == 4'd9) begin
          done    <= 1'b1;
          state_q <= IDLE;
        end else if (rsp_valid && !stop) begin
          req_wdata <= rsp_rdata;
          state_q   <= WR_REQ;
        end
        default: if (req_ready) begin          // WR_REQ
          src_q  <= src_q + 16'd1;
          dst_q  <= dst_q + 16'd1;
          left_q <= left_q - 16'd1;
          if (left_q == 16'd1 || stop) begin
            done    <= 1'b1;
            state_q <= IDLE;
          end else begin
            state_q <= RD_REQ;
          end
        end
      endcase
    end
  end

  assign req_valid = state_q == RD_REQ || state_q == WR_REQ;
  assign req_we    = state_q == WR_REQ;
  assign req_addr  = (state_q == WR_REQ) ? dst_q : src_q;

endmodule
