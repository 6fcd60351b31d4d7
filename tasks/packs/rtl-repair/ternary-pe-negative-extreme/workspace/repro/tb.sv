// Reproducer: short vectors against an integer model.
module tb;

  logic clk = 0, rst_n = 0, in_valid = 0, in_first = 0, in_last = 0;
  logic [127:0] in_act = 0;
  logic [31:0] in_wgt = 0;
  logic out_valid, out_sat;
  logic signed [15:0] out_sum;

  always #5 clk = ~clk;

  tern_pe dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_first(in_first), .in_last(in_last),
    .in_act(in_act), .in_wgt(in_wgt),
    .out_valid(out_valid), .out_sum(out_sum), .out_sat(out_sat));

  int   lanes = 16, beats = 20;
  int   ref_sum;
  logic ref_sat;

  task automatic beat(input logic first, input logic last, input logic [127:0] act, input logic [31:0] wgt);
    if (first) begin ref_sum = 0; ref_sat = 0; end
    for (int i = 0; i < lanes; i++) begin
      logic signed [7:0] a;
      a = act[8*i +: 8];
      if (wgt[2*i +: 2] == 2'b01) ref_sum = ref_sum + int'(a);
      if (wgt[2*i +: 2] == 2'b11) ref_sum = ref_sum - int'(a);
    end
    if (ref_sum > 32767)  begin ref_sum = 32767;  ref_sat = 1; end
    if (ref_sum < -32768) begin ref_sum = -32768; ref_sat = 1; end
    in_valid = 1; in_first = first; in_last = last; in_act = act; in_wgt = wgt;
    @(posedge clk); #1;
    in_valid = 0; in_first = 0; in_last = 0;
    if (last) begin
      @(posedge clk); #1;
      if (out_valid !== 1'b1)  $error("out_valid: expected %h, got %h", 1'b1, out_valid);
      if (out_sum !== 16'(ref_sum)) $error("out_sum: expected %h, got %h", 16'(ref_sum), out_sum);
      if (out_sat !== ref_sat) $error("out_sat: expected %h, got %h", ref_sat, out_sat);
    end
  endtask

  initial begin
    repeat (3) @(posedge clk);
    #1; rst_n = 1;
    // ordinary values, all four weight codes
    beat(1, 1, 128'h01_02_03_04_05_06_07_08_F1_F2_F3_F4_F5_F6_F7_F8, 32'h1B1B_D8D8);
    beat(1, 0, {16{8'h81}}, 32'h5555_5555);
    beat(0, 0, {8{16'h7F_20}}, 32'hD7D7_D7D7);
    beat(0, 1, {4{32'h7F_9A_13_C0}}, 32'h5D5D_C71F);
    // into both limits
    for (int i = 0; i < beats; i++) beat(i == 0, i == beats - 1, {16{8'h7F}}, 32'h5555_5555);
    for (int i = 0; i < beats; i++) beat(i == 0, i == beats - 1, {16{8'h7F}}, 32'hFFFF_FFFF);
    // the failing layer
    beat(1, 1, {16{8'h80}}, 32'h5555_5555);
    beat(1, 1, {8{16'h80_82}}, 32'h0C0C_F0CC);
    beat(1, 0, {4{32'h80_81_80_85}}, 32'hD3D3_7C7C);
    beat(0, 1, {4{32'h80_80_83_90}}, 32'hFFF0_0F3F);
    beat(1, 1, {8{16'h80_81}}, 32'hFFFF_FFFF);
    $finish;
  end
endmodule
