// The control loop of the report, shortened: a set of values is committed, and
// while it waits for its takeover the loop starts to write the next set.
module tb;
  logic       clk = 0, rst = 1, run = 0, wr_en = 0;
  logic [1:0] wr_addr = 0;
  logic [9:0] wr_data = 0;
  logic       pending, period_start, out_hi, out_lo;

  always #5 clk = ~clk;

  pwm dut (
    .clk(clk), .rst(rst), .run(run), .wr_en(wr_en), .wr_addr(wr_addr), .wr_data(wr_data),
    .pending(pending), .period_start(period_start), .out_hi(out_hi), .out_lo(out_lo)
  );

  int t;

  // the set in force, changed below by hand where the takeovers are due
  int period = 19, duty = 8, dead = 3, pos;

  task automatic step(input logic we, input logic [1:0] a, input logic [9:0] d);
    wr_en = we; wr_addr = a; wr_data = d;
    @(posedge clk); #1;
    wr_en = 0;
  endtask

  // position in the period -> outputs; the first `dead + 1` clocks of each half are off
  always @(negedge clk) if (run && t > 0) begin
    logic exp_hi, exp_lo;
    exp_hi = (pos > dead) && (pos < duty);
    exp_lo = (pos > duty + dead);
    if (out_hi !== exp_hi) $error("out_hi: expected %h, got %h", exp_hi, out_hi);
    if (out_lo !== exp_lo) $error("out_lo: expected %h, got %h", exp_lo, out_lo);
    if (period_start !== (pos == 0))
      $error("period_start: expected %h, got %h", pos == 0, period_start);
  end

  initial begin
    t = 0; pos = 0;
    repeat (3) @(posedge clk);
    #1 rst = 0;
    step(1, 2'd0, 10'd19);
    step(1, 2'd1, 10'd8);
    step(1, 2'd2, 10'd3);
    step(1, 2'd3, 10'd0);
    step(0, 2'd0, 10'd0);
    step(0, 2'd0, 10'd0);
    run = 1; t = 1;
    // 4 periods of 20 clocks; set 2 (duty 11, dead time 4) is committed in the
    // second one, set 3 is being written when it takes over
    while (t <= 80) begin
      wr_en = 1; wr_addr = 2'd1; wr_data = 10'd11;
      case (t)
        26: begin wr_addr = 2'd1; wr_data = 10'd11; end
        27: begin wr_addr = 2'd2; wr_data = 10'd4;  end
        28: begin wr_addr = 2'd3; wr_data = 10'd0;  end
        40: begin wr_addr = 2'd2; wr_data = 10'd1;  end   // dead time of set 3
        default: wr_en = 0;
      endcase
      @(posedge clk); #1;
      wr_en = 0;
      pos = (pos == period) ? 0 : pos + 1;
      if (t == 40) begin duty = 11; dead = 4; end
      t = t + 1;
    end
    $finish;
  end
endmodule
