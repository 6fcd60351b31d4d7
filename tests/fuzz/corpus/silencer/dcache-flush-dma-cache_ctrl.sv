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
  localparam logic [IDX_W:0]    FLUSH_END = {1'b0, {IDX_W{1'b1}}};

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
  assign store_hit    = (state == LOOKUP) && hit &