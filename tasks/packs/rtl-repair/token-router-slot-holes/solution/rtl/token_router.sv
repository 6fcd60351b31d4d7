// Routes each token to its two best experts. An expert takes CAPACITY tokens in
// a batch; what comes after that overflows and is marked as not kept.
module token_router
  import router_pkg::*;
(
  input  logic                       clk,
  input  logic                       rst_n,

  input  logic                       tok_valid,
  output logic                       tok_ready,
  input  logic [ID_W-1:0]            tok_id,
  input  logic                       tok_last,       // last one of the batch
  input  logic [EXPERTS*SCORE_W-1:0] tok_scores,

  output logic                       out_valid,
  input  logic                       out_ready,
  output logic [ID_W-1:0]            out_id,
  output logic                       out_last,
  output logic [1:0]                 out_keep,       // [0] first, [1] second choice
  output logic [EXP_W-1:0]           out_first,
  output logic [EXP_W-1:0]           out_second,
  output logic [SLOT_W-1:0]          out_slot_first,
  output logic [SLOT_W-1:0]          out_slot_second,

  output logic [15:0]                drop_count
);

  // ---- stage 1: selection ----
  logic [EXP_W-1:0] sel_first;
  logic [EXP_W-1:0] sel_second;

  logic             s1_valid_q;
  logic [ID_W-1:0]  s1_id_q;
  logic             s1_last_q;
  logic [EXP_W-1:0] s1_first_q;
  logic [EXP_W-1:0] s1_second_q;

  logic             s1_ready;
  logic             s2_ready;

  assign s2_ready  = ~out_valid | out_ready;
  assign s1_ready  = ~s1_valid_q | s2_ready;
  assign tok_ready = s1_ready;

  top2_select u_top2 (
    .scores_i (tok_scores),
    .first_o  (sel_first),
    .second_o (sel_second)
  );

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      s1_valid_q  <= 1'b0;
      s1_id_q     <= '0;
      s1_last_q   <= 1'b0;
      s1_first_q  <= '0;
      s1_second_q <= '0;
    end else if (s1_ready) begin
      s1_valid_q <= tok_valid;
      if (tok_valid) begin
        s1_id_q     <= tok_id;
        s1_last_q   <= tok_last;
        s1_first_q  <= sel_first;
        s1_second_q <= sel_second;
      end
    end
  end

  // ---- stage 2: slots ----
  logic              keep_first;
  logic              keep_second;
  logic [SLOT_W-1:0] slot_first;
  logic [SLOT_W-1:0] slot_second;

  expert_slots u_slots (
    .clk           (clk),
    .rst_n         (rst_n),
    .take_i        (s1_valid_q & s2_ready),
    .clear_i       (s1_last_q),
    .first_i       (s1_first_q),
    .second_i      (s1_second_q),
    .keep_first_o  (keep_first),
    .keep_second_o (keep_second),
    .slot_first_o  (slot_first),
    .slot_second_o (slot_second)
  );

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      out_valid       <= 1'b0;
      out_id          <= '0;
      out_last        <= 1'b0;
      out_keep        <= '0;
      out_first       <= '0;
      out_second      <= '0;
      out_slot_first  <= '0;
      out_slot_second <= '0;
    end else if (s2_ready) begin
      out_valid <= s1_valid_q;
      if (s1_valid_q) begin
        out_id          <= s1_id_q;
        out_last        <= s1_last_q;
        out_keep        <= {keep_second, keep_first};
        out_first       <= s1_first_q;
        out_second      <= s1_second_q;
        out_slot_first  <= slot_first;
        out_slot_second <= slot_second;
      end
    end
  end

  // ---- statistics ----
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      drop_count <= '0;
    end else if (out_valid && out_ready) begin
      drop_count <= drop_count + 16'(!out_keep[0]) + 16'(!out_keep[1]);
    end
  end

endmodule
