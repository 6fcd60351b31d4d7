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

  logic [31:0] s;
  int lanes = 16, codes = 4, rounds = 12;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  logic open_v = 0;

  // amode 0: any; 1: bottom of the range; 2: extremes; 3: positive.  wmode 0: any; 1: mostly -1; 2: all -1; 3: all +1
  task automatic traffic(input int n, input int amode, input int wmode, input logic gaps, input logic [4:0] len);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid = ~gaps | s[7];
      in_last  = (s[12:8] % len) == 0;
      in_first = ~open_v;
      for (int i = 0; i < lanes; i++) begin
        s = xs32(s);
        case (amode)
          0: in_act[8*i +: 8] = s[7:0];
          1: in_act[8*i +: 8] = s[4] ? 8'h80 : {5'b10000, s[2:0]};
          2: in_act[8*i +: 8] = (s[3:0] == 0) ? 8'h7F : 8'h80;
          default: in_act[8*i +: 8] = {1'b0, 4'hF, s[2:0]};
        endcase
        case (wmode)
          0: in_wgt[2*i +: 2] = s[31:30];
          1: in_wgt[2*i +: 2] = (s[31:28] == 0) ? s[27:26] : 2'b11;
          2: in_wgt[2*i +: 2] = 2'b11;
          default: in_wgt[2*i +: 2] = 2'b01;
        endcase
      end
      if (in_valid) open_v = ~in_last;
      if (!in_valid) begin in_first = s[20]; in_last = s[21]; end
    end
  endtask

  task automatic one(input logic [127:0] act, input logic [31:0] wgt);
    step();
    in_valid = 1; in_first = 1; in_last = 1; open_v = 0;
    in_act = act; in_wgt = wgt;
  endtask

  task automatic reset_now(input int n);
    step(); rst_n = 0; open_v = 0; repeat (n) step(); rst_n = 1; in_valid = 0;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h2468ACE;
    repeat (4) step();
    rst_n = 1;
    one({16{8'h80}}, 32'hFFFF_FFFF);
    one({16{8'h80}}, 32'h5555_5555);
    one({16{8'h80}}, 32'hAAAA_AAAA);
    one({16{8'h80}}, 32'hFFFF_FFFC);
    one({16{8'h7F}}, 32'hFFFF_FFFF);
    one({16{8'h7F}}, 32'h5555_5555);
    for (int i = 0; i < lanes; i++) one(128'h80 << (8*i), 32'h3 << (2*i));
    for (int i = 0; i < codes; i++) begin
      // one lane with each weight code
      one({16{8'h35}}, {30'd0, i[1:0]});
      one({16{8'hB5}}, {i[1:0], 30'd0});
    end
    in_valid = 0;
    repeat (3) step();
    traffic(800, 0, 0, 0, 9);
    traffic(800, 1, 1, 1, 5);
    traffic(300, 2, 2, 0, 30);
    traffic(300, 3, 3, 1, 30);
    traffic(300, 3, 2, 0, 30);
    traffic(200, 2, 1, 0, 1);
    traffic(400, 2, 0, 1, 4);
    reset_now(2);
    traffic(50, 2, 2, 0, 31);
    reset_now(1);
    for (int r = 0; r < rounds; r++) traffic(60, int'(s[1:0]), int'(s[3:2]), s[4], 12);
    step(); in_valid = 0;
    repeat (5) step();
    $finish;
  end
endmodule
