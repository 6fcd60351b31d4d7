module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, stall_unit, stall_raw, stall_waw, stall_war, fence_done, any_issue;
  logic [1:0] in_unit = 0;
  logic [3:0] in_tag = 0, issue_tag;
  logic [7:0] in_reads = 0, in_writes = 0;
  logic [2:0] unit_done = 0, busy, issue;

  always #5 clk = ~clk;
  assign any_issue = issue != 0;

  scoreboard_dispatch dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_unit(in_unit),
    .in_tag(in_tag), .in_reads(in_reads), .in_writes(in_writes), .unit_done(unit_done),
    .stall_unit(stall_unit), .stall_raw(stall_raw), .stall_waw(stall_waw), .stall_war(stall_war),
    .busy(busy), .issue(issue), .issue_tag(issue_tag), .fence_done(fence_done));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  // done in eighths; mode: how many buffers an instruction uses
  task automatic traffic(input int n, input int dn, input int mode);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid     = s[2:0] != 0;
      in_unit      = s[4:3];
      if (in_unit == 3 && s[5]) in_unit = {1'b0, s[6]};
      in_tag       = s[10:7];
      unit_done[0] = s[13:11] < dn;
      unit_done[1] = s[16:14] < dn;
      unit_done[2] = s[19:17] < dn;
      s = xs32(s);
      case (mode)
        0: begin in_reads = 8'd1 << s[2:0]; in_writes = 8'd1 << s[5:3]; end
        1: begin in_reads = s[7:0] & s[15:8]; in_writes = s[23:16] & s[31:24] & s[11:4]; end
        2: begin in_reads = {8{s[0]}}; in_writes = 8'd0; end
        default: begin in_reads = 8'd0; in_writes = {8{s[0] & s[1]}}; end
      endcase
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    traffic(900, 3, 0);
    traffic(600, 2, 1);
    traffic(200, 4, 2);
    traffic(200, 4, 3);
    // no buffers at all: only the units are in the way
    for (int k = 0; k < 300; k++) begin
      step();
      in_valid = 1; in_unit = s[1:0]; in_reads = 0; in_writes = 0; in_tag = s[5:2];
      unit_done = s[8:6] & s[11:9];
    end
    for (int k = 0; k < 20; k++) begin
      traffic(s[4:0], 1, 0);
      step(); rst_n = 0; in_valid = 1; in_unit = s[9:8];
      step(); rst_n = 1;
    end
    traffic(700, 5, 0);
    step(); in_valid = 0;
    repeat (3) step();
    $finish;
  end
endmodule
