// Cache controller: lookup, write-back, refill and flush.
module cache_ctrl #(
  parameter int IDX_W  = 4,
  parameter int BEAT_W = 2
) (
  input  logic              clk,
  input  logic              rst_n,

  // CPU side
  input  logic              req_valid,
  output logic              req_ready,
  output logic              rsp_valid,
  input  logic              flush_req,
  output logic              flush_done,

  // current request
  input  logic              cur_we,
  input  logic              hit,

  // line selected by line_from_flush / flush_idx
  input  logic              line_dirty,
  output logic              line_from_flush,
  output logic [IDX_W-1:0]  flush_idx,
  output logic              tag_we,
  output logic              tag_dirty,
  output logic              tag_from_req,
  output logic              store_we,      // write CPU data
  output logic              fill_we,       // write memory data
  output logic [BEAT_W-1:0] fill_beat,
  output logic [BEAT_W-1:0] mem_beat,

  // memory side
  output logic              mem_valid,
  output logic              mem_we,
  input  logic              mem_ready,
  input  logic              mem_rvalid
);

  localparam logic [BEAT_W-1:0] LAST_BEAT = '1;
  localparam logic [IDX_W:0]    FLUSH_END = {1'b1, {IDX_W{1'b0}}};

  typedef enum logic [2:0] {
    IDLE,
    LOOKUP,
    WRITE_BACK,
    FILL,
    FL_CHECK,
    FL_WRITE,
    FL_DONE
  } state_e;

  state_e            state;
  logic [BEAT_W-1:0] beat;       // words written back
  logic [BEAT_W:0]   issued;     // refill reads accepted by the memory
  logic [BEAT_W-1:0] received;   // refill words received
  logic [IDX_W:0]    fl_cnt;     // lines the flush is through with

  logic fill_done;
  logic store_hit;
  logic line_cleaned;

  assign fill_done    = (state == FILL) && mem_rvalid && (received == LAST_BEAT);
  assign store_hit    = (state == LOOKUP) && hit && cur_we;
  assign line_cleaned = (state == FL_WRITE) && mem_ready && (beat == LAST_BEAT);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state    <= IDLE;
      beat     <= '0;
      issued   <= '0;
      received <= '0;
      fl_cnt   <= '0;
    end else begin
      case (state)
        IDLE: begin
          fl_cnt <= '0;
          if (flush_req) begin
            state <= FL_CHECK;
          end else if (req_valid) begin
            state <= LOOKUP;
          end
        end

        LOOKUP: begin
          beat     <= '0;
          issued   <= '0;
          received <= '0;
          if (hit) begin
            state <= IDLE;
          end else if (line_dirty) begin
            state <= WRITE_BACK;
          end else begin
            state <= FILL;
          end
        end

        WRITE_BACK: begin
          if (mem_ready) begin
            beat <= beat + 1'b1;
            if (beat == LAST_BEAT) begin
              state <= FILL;
            end
          end
        end

        FILL: begin
          if (mem_valid && mem_ready) begin
            issued <= issued + 1'b1;
          end
          if (mem_rvalid) begin
            received <= received + 1'b1;
          end
          if (fill_done) begin
            state <= LOOKUP;
          end
        end

        FL_CHECK: begin
          beat <= '0;
          if (fl_cnt == FLUSH_END) begin
            state <= FL_DONE;
          end else if (line_dirty) begin
            state <= FL_WRITE;
          end else begin
            fl_cnt <= fl_cnt + 1'b1;
          end
        end

        FL_WRITE: begin
          if (mem_ready) begin
            beat <= beat + 1'b1;
            if (beat == LAST_BEAT) begin
              fl_cnt <= fl_cnt + 1'b1;
              state  <= FL_CHECK;
            end
          end
        end

        default: begin   // FL_DONE
          state <= IDLE;
        end
      endcase
    end
  end

  assign req_ready  = (state == IDLE) && !flush_req;
  assign rsp_valid  = (state == LOOKUP) && hit;
  assign flush_done = (state == FL_DONE);

  assign line_from_flush = (state == FL_CHECK) || (state == FL_WRITE);
  assign flush_idx       = fl_cnt[IDX_W-1:0];

  assign tag_we       = fill_done || store_hit;
  assign tag_dirty    = store_hit;
  assign tag_from_req = fill_done;
  assign store_we     = store_hit;
  assign fill_we      = (state == FILL) && mem_rvalid;
  assign fill_beat    = received;

  assign mem_we    = (state == WRITE_BACK) || (state == FL_WRITE);
  assign mem_valid = mem_we || ((state == FILL) && !issued[BEAT_W]);
  assign mem_beat  = mem_we ? beat : issued[BEAT_W-1:0];

endmodule
