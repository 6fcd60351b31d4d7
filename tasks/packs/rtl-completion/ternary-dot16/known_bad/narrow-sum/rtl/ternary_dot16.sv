// Dot product of sixteen int8 activations with weights -1, 0 and +1.
module ternary_dot16 (
  input  logic               clk,
  input  logic               rst,
  input  logic               ce,
  input  logic               in_valid,
  input  logic [127:0]       acts,
  input  logic [15:0]        nonzero,
  input  logic [15:0]        negative,
  output logic               out_valid,
  output logic signed [12:0] out_sum,
  output logic [4:0]         out_nonzero
);

  // ---- stage 1: four partial sums of four lanes ----
  logic signed [10:0] part [0:3];
  logic signed [10:0] part_q [0:3];
  logic signed [10:0] lane;
  logic signed [11:0] total;
  assign total = part_q[0] + part_q[1] + part_q[2] + part_q[3];
  logic [4:0]         count;
  logic [4:0]         count_q;
  logic               valid_q;

  always_comb begin
    lane  = '0;
    count = '0;
    for (int g = 0; g < 4; g++) begin
      part[g] = '0;
      for (int i = 4*g; i < 4*g + 4; i++) begin
        lane = {{3{acts[8*i+7]}}, acts[8*i +: 8]};
        if (in_valid && nonzero[i]) begin
          part[g] = negative[i] ? part[g] - lane : part[g] + lane;
          count   = count + 5'd1;
        end
      end
    end
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      count_q <= '0;
      for (int g = 0; g < 4; g++) part_q[g] <= '0;
    end else if (ce) begin
      valid_q <= in_valid;
      count_q <= count;
      for (int g = 0; g < 4; g++) part_q[g] <= part[g];
    end
  end

  // ---- stage 2 ----
  always_ff @(posedge clk) begin
    if (rst) begin
      out_valid   <= 1'b0;
      out_sum     <= '0;
      out_nonzero <= '0;
    end else if (ce) begin
      out_valid   <= valid_q;
      out_sum     <= total;
      out_nonzero <= count_q;
    end
  end

endmodule
