// A pulse of three clocks, one refused trigger, one retriggered and one cancelled pulse.
module tb;
  logic       clk = 0, rst_n = 0, trig = 0, cancel = 0, retrigger = 0;
  logic [4:0] length = 3, remaining;
  logic       out, missed;

  always #5 clk = ~clk;

  pulse_stretcher dut (
    .clk(clk), .rst_n(rst_n), .trig(trig), .cancel(cancel), .retrigger(retrigger), .length(length),
    .out(out), .remaining(remaining), .missed(missed)
  );

  task automatic clock(input logic t, input logic c, input logic [4:0] r, input logic m);
    trig = t; cancel = c;
    @(posedge clk); #1;
    if (remaining !== r) $error("remaining: expected %0d, got %0d", r, remaining);
    if (out !== (r != 0)) $error("out: expected %b, got %b", r != 0, out);
    if (missed !== m) $error("missed: expected %b, got %b", m, missed);
  endtask

  initial begin
    clock(1, 0, 0, 0);
    rst_n = 1;
    clock(0, 0, 0, 0);
    clock(1, 0, 3, 0);
    clock(0, 0, 2, 0);
    clock(1, 0, 1, 1);
    clock(1, 0, 3, 0);   // in the last clock: no gap
    clock(0, 0, 2, 0);
    clock(0, 0, 1, 0);
    clock(0, 0, 0, 0);
    retrigger = 1; length = 9;
    clock(1, 0, 9, 0);
    length = 12;
    clock(0, 0, 8, 0);
    clock(1, 0, 12, 0);
    clock(0, 1, 0, 0);
    clock(1, 1, 0, 1);
    clock(0, 0, 0, 0);
    $finish;
  end
endmodule
