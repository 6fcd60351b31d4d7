// Sends each token to the two best experts that have room.
module moe_router (
  input  logic        clk,
  input  logic        rst,
  input  logic        new_batch,
  input  logic [3:0]  capacity,
  input  logic        in_valid,
  input  logic [7:0]  enable,
  input  logic [63:0] scores,
  output logic        out_valid,
  output logic [1:0]  out_count,
  output logic [2:0]  out_first,
  output logic [2:0]  out_second,
  output logic [7:0]  out_gap,
  output logic [31:0] loads
);

  logic [31:0]       base;       // loads that the token sees
  logic [31:0]       updated;
  logic [1:0]        count;
  logic [2:0]        first;
  logic [2:0]        second;
  logic signed [7:0] best;
  logic signed [7:0] next;
  logic signed [7:0] score;

  assign base = new_batch ? '0 : loads;

  always_comb begin
    count  = 2'd0;
    first  = 3'd0;
    second = 3'd0;
    best   = '0;
    next   = '0;
    score  = '0;
    for (int e = 0; e < 8; e++) begin
      score = scores[8*e +: 8];
      if (enable[e] && base[4*e +: 4] < capacity) begin
        if (count == 2'd0 || score >= best) begin
          second = first;
          next   = best;
          first  = e[2:0];
          best   = score;
          if (count != 2'd2) count = count + 2'd1;
        end else if (count == 2'd1 || score > next) begin
          second = e[2:0];
          next   = score;
          count  = 2'd2;
        end
      end
    end
  end

  always_comb begin
    updated = base;
    if (count != 2'd0) updated[4*first +: 4]  = base[4*first +: 4] + 4'd1;
    if (count == 2'd2) updated[4*second +: 4] = base[4*second +: 4] + 4'd1;
  end

  always_ff @(posedge clk) begin
    out_count  <= count;
    out_first  <= first;
    out_second <= second;
    out_gap    <= best - next;
    if (rst) begin
      out_valid <= 1'b0;
      loads     <= '0;
    end else begin
      out_valid <= in_valid;
      loads     <= in_valid ? updated : base;
    end
  end

endmodule
