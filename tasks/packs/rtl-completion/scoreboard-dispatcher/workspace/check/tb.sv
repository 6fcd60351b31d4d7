module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, stall_unit, stall_raw, stall_waw, stall_war, fence_done;
  logic [1:0] in_unit = 0;
  logic [3:0] in_tag = 0, issue_tag;
  logic [7:0] in_reads = 0, in_writes = 0;
  logic [2:0] unit_done = 0, busy, issue;

  always #5 clk = ~clk;

  scoreboard_dispatch dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_unit(in_unit),
    .in_tag(in_tag), .in_reads(in_reads), .in_writes(in_writes), .unit_done(unit_done),
    .stall_unit(stall_unit), .stall_raw(stall_raw), .stall_waw(stall_waw), .stall_war(stall_war),
    .busy(busy), .issue(issue), .issue_tag(issue_tag), .fence_done(fence_done));

  // stalls: unit raw waw war, before the edge; busy and issue after it
  task automatic put(input logic [1:0] u, input logic [7:0] r, input logic [7:0] w, input logic [2:0] d,
                     input logic [3:0] stalls, input logic [2:0] b, input logic [2:0] i);
    in_valid = 1; in_unit = u; in_reads = r; in_writes = w; unit_done = d; in_tag = in_tag + 1;
    #1;
    if ({stall_unit, stall_raw, stall_waw, stall_war} !== stalls || in_ready !== (stalls == 0))
      $error("tag %0d: stalls %b%b%b%b ready %b, expected %b", in_tag, stall_unit, stall_raw, stall_waw, stall_war, in_ready, stalls);
    @(posedge clk); #1;
    if (busy !== b || issue !== i || (i != 0 && issue_tag !== in_tag) || fence_done !== (u == 3 && stalls == 0))
      $error("tag %0d: busy %b issue %b tag %0d fence %b, expected %b %b", in_tag, busy, issue, issue_tag, fence_done, b, i);
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    put(0, 8'h00, 8'h02, 3'b000, 4'b0000, 3'b001, 3'b001);
    put(1, 8'h02, 8'h04, 3'b000, 4'b0100, 3'b001, 3'b000);
    put(1, 8'h02, 8'h04, 3'b001, 4'b0000, 3'b010, 3'b010);
    put(0, 8'h00, 8'h02, 3'b000, 4'b0001, 3'b010, 3'b000);
    put(0, 8'h00, 8'h04, 3'b000, 4'b0010, 3'b010, 3'b000);
    put(0, 8'h00, 8'h08, 3'b000, 4'b0000, 3'b011, 3'b001);
    put(0, 8'h02, 8'h00, 3'b000, 4'b1000, 3'b011, 3'b000);
    put(0, 8'h02, 8'h00, 3'b001, 4'b0000, 3'b011, 3'b001);
    put(3, 8'hFF, 8'hFF, 3'b010, 4'b1000, 3'b001, 3'b000);
    put(3, 8'hFF, 8'hFF, 3'b101, 4'b0000, 3'b000, 3'b000);
    $finish;
  end
endmodule
