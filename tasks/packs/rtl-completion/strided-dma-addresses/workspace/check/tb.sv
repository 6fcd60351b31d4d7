module tb;
  logic clk = 0, rst_n = 0, start = 0, abort = 0, busy, done, addr_valid, addr_ready = 1, row_end, last;
  logic [19:0] base = 0, stride = 0, addr;
  logic [7:0] beats = 0;
  logic [5:0] rows = 0;
  logic [2:0] size = 0;

  always #5 clk = ~clk;

  dma_addr2d dut (
    .clk(clk), .rst_n(rst_n), .start(start), .abort(abort), .base(base), .stride(stride),
    .beats(beats), .rows(rows), .size(size), .busy(busy), .done(done), .addr_valid(addr_valid),
    .addr_ready(addr_ready), .addr(addr), .row_end(row_end), .last(last));

  task automatic want(input logic [19:0] a, input logic e, input logic l);
    if (busy !== 1 || addr_valid !== 1 || done !== 0 || addr !== a || row_end !== e || last !== l)
      $error("busy %b valid %b addr %h end %b last %b, expected %h %b %b", busy, addr_valid, addr, row_end, last, a, e, l);
    @(posedge clk); #1;
  endtask

  task automatic idle(input logic d);
    if (busy !== 0 || addr_valid !== 0 || done !== d) $error("busy %b valid %b done %b, expected 0 0 %b", busy, addr_valid, done, d);
  endtask

  initial begin
    #12 rst_n = 1;
    base = 20'h00010; stride = 20'hFFFF8; beats = 2; rows = 2; size = 2; start = 1;
    @(posedge clk); #1;
    start = 0; base = 0; stride = 0;
    want(20'h00010, 0, 0);
    addr_ready = 0;
    want(20'h00014, 1, 0);
    addr_ready = 1;
    want(20'h00014, 1, 0);
    want(20'h00008, 0, 0);
    want(20'h0000C, 1, 1);
    idle(1);
    beats = 0; start = 1;
    @(posedge clk); #1;
    idle(1);
    start = 0;
    @(posedge clk); #1;
    idle(0);
    beats = 3; start = 1;
    @(posedge clk); #1;
    start = 0; abort = 1;
    @(posedge clk); #1;
    idle(0);
    $finish;
  end
endmodule
