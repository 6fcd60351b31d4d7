module tb;
  logic       clk = 0, rst_n = 1, trig = 1, cancel = 0, retrigger = 0;
  logic [4:0] length = 7, remaining;
  logic       out, missed;

  always #5 clk = ~clk;

  pulse_stretcher dut (
    .clk(clk), .rst_n(rst_n), .trig(trig), .cancel(cancel), .retrigger(retrigger), .length(length),
    .out(out), .remaining(remaining), .missed(missed)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic clock(input logic t, input logic c, input int n);
    trig = t; cancel = c;
    repeat (n) @(posedge clk);
    #1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 rst_n = 0;
    clock(1, 0, 2);
    rst_n = 1;
    for (int r = 0; r < 2; r++) begin
      retrigger = r;
      for (int l = 0; l < 32; l++) begin
        length = l;
        clock(1, 0, 1);
        length = ~length;
        clock(0, 0, 33);
      end
      // a second trigger at each distance
      for (int gap = 0; gap < 8; gap++) begin
        length = 5;
        clock(1, 0, 1);
        if (gap > 0) clock(0, 0, gap);
        length = gap & 3;
        clock(1, 0, 1);
        clock(0, 0, 8);
      end
      length = 4;
      clock(1, 0, 12);
      clock(1, 1, 2);
      clock(0, 1, 1);
      clock(1, 0, 2);
      rst_n = 0;
      clock(1, 0, 1);
      rst_n = 1;
    end
    repeat (2500) begin
      roll;
      if (rng[31:29] == 0) retrigger = rng[28];
      length = rng[27] ? {3'd0, rng[1:0]} : rng[4:0];
      rst_n  = !(rng[26:20] == 0);
      clock(rng[19] & (rng[18] | rng[17]), rng[16:13] == 0, 1);
    end
    $finish;
  end
endmodule
