module tb;
  logic clk = 0, rst = 1, start = 0, busy, out_valid, out_ready = 1, out_pad, win_end, out_last;
  logic [15:0] base = 0, out_addr;
  logic [5:0] img_h = 1, img_w = 1, out_h = 1, out_w = 1;
  logic [2:0] ksize = 1;
  logic [1:0] stride = 1, pad = 0;

  always #5 clk = ~clk;

  im2col_addr dut (
    .clk(clk), .rst(rst), .start(start), .base(base), .img_h(img_h), .img_w(img_w), .out_h(out_h),
    .out_w(out_w), .ksize(ksize), .stride(stride), .pad(pad), .busy(busy), .out_valid(out_valid),
    .out_ready(out_ready), .out_pad(out_pad), .out_addr(out_addr), .win_end(win_end),
    .out_last(out_last));

  task automatic want(input int a, input logic e, input logic l);
    if (busy !== 1 || out_valid !== 1 || out_pad !== (a < 0) || out_addr !== (a < 0 ? 16'd0 : a[15:0]) || win_end !== e || out_last !== l)
      $error("busy %b valid %b pad %b addr %0d end %b last %b, expected %0d %b %b", busy, out_valid, out_pad, out_addr, win_end, out_last, a, e, l);
    @(posedge clk); #1;
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    base = 100; img_h = 2; img_w = 3; out_h = 2; out_w = 2; ksize = 2; stride = 1; pad = 1; start = 1;
    @(posedge clk); #1;
    start = 0; base = 0; img_w = 1;
    want(-1, 0, 0); want(-1, 0, 0); want(-1, 0, 0);
    out_ready = 0;
    want(100, 1, 0);
    out_ready = 1;
    want(100, 1, 0);
    want(-1, 0, 0); want(-1, 0, 0); want(100, 0, 0); want(101, 1, 0);
    want(-1, 0, 0); want(100, 0, 0); want(-1, 0, 0); want(103, 1, 0);
    want(100, 0, 0); want(101, 0, 0); want(103, 0, 0); want(104, 1, 1);
    if (busy !== 0 || out_valid !== 0) $error("still busy");
    $finish;
  end
endmodule
