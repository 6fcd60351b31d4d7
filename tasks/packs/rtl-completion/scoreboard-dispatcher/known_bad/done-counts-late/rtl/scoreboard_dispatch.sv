// Dispatches instructions in order to three units, guarded by a scoreboard.
module scoreboard_dispatch (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       in_valid,
  output logic       in_ready,
  input  logic [1:0] in_unit,
  input  logic [3:0] in_tag,
  input  logic [7:0] in_reads,
  input  logic [7:0] in_writes,
  input  logic [2:0] unit_done,
  output logic       stall_unit,
  output logic       stall_raw,
  output logic       stall_waw,
  output logic       stall_war,
  output logic [2:0] busy,
  output logic [2:0] issue,
  output logic [3:0] issue_tag,
  output logic       fence_done
);

  logic [7:0] reads_q  [0:2];
  logic [7:0] writes_q [0:2];
  logic [2:0] running;
  logic [2:0] target;      // one-hot, none for a fence
  logic [7:0] reading;
  logic [7:0] writing;
  logic       fence;
  logic       normal;
  logic       take;

  assign running = busy;
  assign fence   = in_valid & (in_unit == 2'd3);
  assign normal  = in_valid & (in_unit != 2'd3);
  assign target  = 3'b001 << in_unit;

  assign reading = ({8{running[0]}} & reads_q[0]) | ({8{running[1]}} & reads_q[1]) | ({8{running[2]}} & reads_q[2]);
  assign writing = ({8{running[0]}} & writes_q[0]) | ({8{running[1]}} & writes_q[1]) | ({8{running[2]}} & writes_q[2]);

  assign stall_unit = fence ? running != 3'b000 : in_valid & ((running & target) != 3'b000);
  assign stall_raw  = normal & ((in_reads & writing) != 8'd0);
  assign stall_waw  = normal & ((in_writes & writing) != 8'd0);
  assign stall_war  = normal & ((in_writes & reading) != 8'd0);
  assign in_ready   = ~(stall_unit | stall_raw | stall_waw | stall_war);
  assign take       = in_valid & in_ready;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      busy       <= '0;
      issue      <= '0;
      fence_done <= 1'b0;
    end else begin
      busy       <= (busy & ~unit_done) | (take ? target : 3'b000);
      issue      <= take ? target : 3'b000;
      fence_done <= take & fence;
    end
  end

  always_ff @(posedge clk) begin
    issue_tag <= in_tag;
    for (int u = 0; u < 3; u++) begin
      if (take && target[u]) begin
        reads_q[u]  <= in_reads;
        writes_q[u] <= in_writes;
      end
    end
  end

endmodule
