// Occupancy of the experts in the current batch. The answer for the pair
// (first_i, second_i) is combinational; take_i commits it. clear_i with take_i
// ends the batch.
module expert_slots
  import router_pkg::*;
(
  input  logic              clk,
  input  logic              rst_n,
  input  logic              take_i,
  input  logic              clear_i,
  input  logic [EXP_W-1:0]  first_i,
  input  logic [EXP_W-1:0]  second_i,
  output logic              keep_first_o,
  output logic              keep_second_o,
  output logic [SLOT_W-1:0] slot_first_o,
  output logic [SLOT_W-1:0] slot_second_o
);

  logic [EXPERTS-1:0][SLOT_W-1:0] used_q;

  assign slot_first_o  = used_q[first_i];
  assign slot_second_o = used_q[second_i];
  assign keep_first_o  = slot_first_o  < SLOT_W'(CAPACITY);
  assign keep_second_o = slot_second_o < SLOT_W'(CAPACITY);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      used_q <= '0;
    end else if (take_i) begin
      if (clear_i) begin
        used_q <= '0;
      end else begin
        if (keep_first_o)  used_q[first_i]  <= slot_first_o + 1'b1;
        if (keep_second_o) used_q[second_i] <= slot_second_o + 1'b1;
      end
    end
  end

endmodule
