// A good service, one that comes too early, a wrong key and one that never comes.
module tb;
  logic       clk = 0, rst_n = 0, running = 1, tick = 1, key_valid = 0;
  logic [7:0] key = 0, early = 3, late = 5, count;
  logic       armed, open, bite;
  logic [1:0] cause;

  always #5 clk = ~clk;

  window_watchdog dut (
    .clk(clk), .rst_n(rst_n), .running(running), .tick(tick), .key_valid(key_valid), .key(key),
    .early(early), .late(late), .count(count), .armed(armed), .open(open), .bite(bite), .cause(cause)
  );

  // a key of 0: none is written
  task automatic clock(input logic [7:0] k, input logic [7:0] n, input logic a, input logic b, input logic [1:0] c);
    key = k; key_valid = (k != 0);
    @(posedge clk); #1;
    if (count !== n) $error("count: expected %0d, got %0d", n, count);
    if (armed !== a) $error("armed: expected %b, got %b", a, armed);
    if (bite !== b) $error("bite: expected %b, got %b", b, bite);
    if (cause !== c) $error("cause: expected %0d, got %0d", c, cause);
    if (open !== (n >= 3)) $error("open: got %b at count %0d", open, n);
  endtask

  initial begin
    clock(8'h5A, 0, 0, 0, 0);
    rst_n = 1;
    clock(8'h00, 1, 0, 0, 0);
    clock(8'h5A, 2, 1, 0, 0);
    clock(8'h00, 3, 1, 0, 0);
    clock(8'hA5, 0, 0, 0, 0);
    clock(8'h5A, 1, 1, 0, 0);
    clock(8'h00, 2, 1, 0, 0);
    clock(8'hA5, 0, 0, 1, 1);
    clock(8'h00, 1, 0, 0, 1);
    clock(8'hA5, 0, 0, 1, 3);
    for (int n = 1; n < 6; n++) clock(8'h00, n, 0, 0, 3);
    clock(8'h00, 0, 0, 1, 2);
    clock(8'h00, 1, 0, 0, 2);
    $finish;
  end
endmodule
