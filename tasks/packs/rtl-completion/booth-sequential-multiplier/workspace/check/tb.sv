module tb;
  logic clk = 0, rst = 1, start = 0, busy, done;
  logic signed [7:0] a = 0, b = 0;
  logic signed [15:0] product;
  logic [5:0] steps;

  always #5 clk = ~clk;

  booth_seq dut (
    .clk(clk), .rst(rst), .start(start), .a(a), .b(b), .busy(busy), .done(done), .product(product),
    .steps(steps));

  task automatic tick(input logic st, input logic wb, input logic wd, input int p, input int n);
    start = st;
    @(posedge clk); #1;
    if (busy !== wb || done !== wd || product !== p[15:0] || steps !== n[5:0])
      $error("a %0d b %0d: busy %b done %b product %0d steps %0d, expected %b %b %0d %0d", a, b, busy, done, product, steps, wb, wd, p, n);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    a = 7; b = 6;
    tick(1, 1, 0, 0, 0);
    tick(0, 1, 0, -14, 1);
    tick(0, 0, 1, 42, 2);
    tick(0, 0, 0, 42, 2);
    a = -128; b = -2;
    tick(1, 1, 0, 0, 0);
    tick(1, 0, 1, 256, 1);
    b = -128;
    tick(1, 1, 0, 0, 0);
    a = 3;
    tick(1, 1, 0, 0, 1);
    tick(1, 1, 0, 0, 2);
    tick(1, 1, 0, 0, 3);
    tick(1, 0, 1, 16384, 4);
    tick(0, 0, 0, 16384, 4);
    $finish;
  end
endmodule
