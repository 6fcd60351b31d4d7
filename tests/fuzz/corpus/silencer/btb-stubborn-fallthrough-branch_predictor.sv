// Direct-mapped branch target buffer with 2-bit direction counters.
//
// Lookup is combinational: the fetch stage presents its PC and gets a
// prediction in the same cycle.  The branch unit reports every resolved
// control transfer through the update port.
module branch_predictor #(
  parameter int PC_W    = 20,                 // byte address
  parameter int ENTRIES = 16,
  parameter int IDX_W   = $clog2(ENTRIES),    // derived
  parameter int TAG_W   = PC_W - IDX_W - 2    // derived
) (
  input  logic            clk,
  input  logic            rst_n,
  input  logic            flush,           // drop all entries (fence.i)

  // fetch side
  input  logic [PC_W-1:0] fetch_pc,
  output logic            pred_hit,
  output logic            pred_taken,
  output logic [PC_W-1:0] pred_target,

  // branch unit
  input  logic            upd_valid,
  input  logic [PC_W-1:0] upd_pc,
  input  logic            upd_uncond,      // jump, always taken
  input  logic            upd_taken,
  input  logic [PC_W-1:0] upd_target
);

  typedef enum logic [1:0] {
    STRONG_NT = 2'b00,
    WEAK_NT   = 2'b01,
    WEAK_T    = 2'b10,
    STRONG_T  = 2'b11
  } ctr_e;

  logic [ENTRIES-1:0] valid;
  logic [ENTRIES-1:0] uncond;
  logic [TAG_W-1:0]   tags    [ENTRIES];
  logic [PC_W-1:0]    targets [ENTRIES];
  logic [1:0]         ctrs    [ENTRIES];

  // ---------------------------------------------------------------------
  // Lookup
  // ---------------------------------------------------------------------
  logic [IDX_W-1:0] rd_idx;
  logic [TAG_W-1:0] rd_tag;

  assign rd_idx = fetch_pc[2 +: IDX_W];
  assign rd_tag = fetch_pc[2 + IDX_W +: TAG_W];

  assign pred_hit    = valid[rd_idx] && (tags[rd_idx] == rd_tag);
  assign pred_taken  = pred_hit && (uncond[rd_idx] || ctrs[rd_idx][1]);
  assign pred_target = targets[rd_idx];

  // ------------------------------------------------------------