// Counting sort of tokens by expert: counts, offsets, positions.
module expert_offsets (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       tok_valid,
  output logic       tok_ready,
  input  logic [2:0] tok_expert,
  input  logic       tok_skip,
  input  logic       tok_last,
  output logic [1:0] phase,
  output logic       off_valid,
  output logic [2:0] off_expert,
  output logic [7:0] off_value,
  output logic       off_total,
  output logic       pos_valid,
  output logic [7:0] pos,
  output logic [2:0] pos_expert
);

  localparam logic [1:0] COUNT = 2'd0;
  localparam logic [1:0] SUM   = 2'd1;
  localparam logic [1:0] PLACE = 2'd2;

  logic [7:0] table_q [0:7];   // counts, then the next positions
  logic       take;
  logic       use_token;

  assign tok_ready = phase != SUM;
  assign take      = tok_valid & tok_ready;
  assign use_token = take & ~tok_skip;
  assign off_valid = phase == SUM;
  assign off_total = off_expert == 3'd7;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      phase      <= COUNT;
      off_expert <= '0;
      off_value  <= '0;
      pos_valid  <= 1'b0;
      for (int e = 0; e < 8; e++) table_q[e] <= '0;
    end else begin
      pos_valid <= 1'b0;
      if (use_token) table_q[tok_expert] <= table_q[tok_expert] + 8'd1;
      case (phase)
        COUNT: begin
          if (take && tok_last) phase <= SUM;
        end
        SUM: begin
          table_q[off_expert] <= off_value;
          off_expert          <= off_expert + 3'd1;
          off_value           <= off_value + table_q[off_expert];
          if (off_total) begin
            phase     <= PLACE;
            off_value <= '0;
          end
        end
        default: begin
          pos_valid <= use_token;
          if (take && tok_last) begin
            phase <= COUNT;
          end
        end
      endcase
    end
  end

  always_ff @(posedge clk) begin
    pos        <= table_q[tok_expert];
    pos_expert <= tok_expert;
  end

endmodule
