// Walks a chain of descriptors. A descriptor is four words: source, destination,
// {irq, 15'b0, length}, address of the next descriptor (0: end of the chain).
module dma_fetch (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        start,
  input  logic [15:0] head,
  input  logic        stop,
  output logic        busy,
  output logic        irq,

  output logic        copy_start,
  output logic        copying,
  output logic [15:0] src,
  output logic [15:0] dst,
  output logic [15:0] len,
  input  logic        copy_done,

  output logic        req_valid,
  output logic [15:0] req_addr,
  input  logic        req_ready,
  input  logic        rsp_valid,
  input  logic [31:0] rsp_rdata
);

  typedef enum logic [1:0] {IDLE, REQ, RSP, RUN} state_t;

  state_t      state_q;
  logic [15:0] desc_q;
  logic [1:0]  word_q;
  logic        irq_en_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state_q    <= IDLE;
      desc_q     <= '0;
      word_q     <= '0;
      irq_en_q   <= 1'b0;
      src        <= '0;
      dst        <= '0;
      len        <= '0;
      copy_start <= 1'b0;
      irq        <= 1'b0;
    end else begin
      copy_start <= 1'b0;
      irq        <= 1'b0;
      case (state_q)
        IDLE: if (start) begin
          desc_q  <= head;
          word_q  <= '0;
          state_q <= REQ;
        end
        REQ: if (req_ready) state_q <= RSP;
        RSP: if (rsp_valid) begin
          word_q <= word_q + 2'd1;
          case (word_q)
            2'd0: src <= rsp_rdata[15:0];
            2'd1: dst <= rsp_rdata[15:0];
            2'd2: begin
              len      <= rsp_rdata[15:0];
              irq_en_q <= rsp_rdata[31];
            end
            default: desc_q <= rsp_rdata[15:0];
          endcase
          if (stop) begin
            state_q <= IDLE;
          end else if (word_q == 2'd3) begin
            copy_start <= 1'b1;
            state_q    <= RUN;
          end else begin
            state_q <= REQ;
          end
        end
        default: if (copy_done) begin          // RUN
          irq     <= irq_en_q & ~stop;
          state_q <= (stop || desc_q == '0) ? IDLE : REQ;
        end
      endcase
    end
  end

  assign busy      = state_q != IDLE;
  assign copying   = state_q == RUN;
  assign req_valid = state_q == REQ;
  assign req_addr  = desc_q + {14'd0, word_q};

endmodule
