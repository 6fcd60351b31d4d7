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

  // ---------------------------------------------------------------------
  // Update
  // ---------------------------------------------------------------------
  logic [IDX_W-1:0] up_idx;
  logic [TAG_W-1:0] up_tag;
  logic             up_hit;
  logic             up_alloc;
  logic [1:0]       ctr_old;
  logic [1:0]       ctr_next;

  assign up_idx   = upd_pc[2 +: IDX_W];
  assign up_tag   = upd_pc[2 + IDX_W +: TAG_W];
  assign up_hit   = valid[up_idx] && (tags[up_idx] == up_tag);
  assign up_alloc = upd_valid && !up_hit && upd_taken;
  assign ctr_old  = ctrs[up_idx];

  always_comb begin
    ctr_next = ctr_old;
    if (!up_hit) begin
      ctr_next = WEAK_T;
    end else if (upd_taken) begin
      if (ctr_old != STRONG_T) ctr_next = ctr_old + 2'd1;
    end else begin
      if (ctr_old != STRONG_NT) ctr_next = ctr_old - 2'd1;
    end
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid  <= '0;
      uncond <= '0;
      for (int i = 0; i < ENTRIES; i++) begin
        tags[i]    <= '0;
        targets[i] <= '0;
        ctrs[i]    <= WEAK_NT;
      end
    end else if (flush) begin
      valid <= '0;
    end else if (upd_valid && (up_hit || up_alloc)) begin
      valid[up_idx]  <= 1'b1;
      uncond[up_idx] <= upd_uncond;
      tags[up_idx]   <= up_tag;
      ctrs[up_idx]   <= ctr_next;
      if (upd_taken) begin
        targets[up_idx] <= upd_target;
      end
    end
  end

endmodule
