// A stack of three words: filled, overfilled, replaced, emptied.
module tb;
  logic        clk = 0, rst = 1, push = 0, pop = 0;
  logic [15:0] data = 0, top, second;
  logic [5:0]  depth;
  logic        full, empty;
  logic [1:0]  error;

  always #5 clk = ~clk;

  lifo_stack #(.SIZE(3)) dut (
    .clk(clk), .rst(rst), .push(push), .pop(pop), .data(data), .top(top), .second(second),
    .depth(depth), .full(full), .empty(empty), .error(error)
  );

  task automatic op(input logic u, input logic o, input logic [15:0] d, input logic [5:0] n, input logic [1:0] e,
                    input logic [15:0] t, input logic [15:0] s);
    push = u; pop = o; data = d;
    @(posedge clk); #1;
    if (depth !== n) $error("depth: expected %0d, got %0d", n, depth);
    if (error !== e) $error("error: expected %0d, got %0d", e, error);
    if (full !== (n == 3)) $error("full: got %b at depth %0d", full, n);
    if (empty !== (n == 0)) $error("empty: got %b at depth %0d", empty, n);
    if (n > 0 && top !== t) $error("top: expected %h, got %h", t, top);
    if (n > 1 && second !== s) $error("second: expected %h, got %h", s, second);
  endtask

  initial begin
    op(1, 0, 16'hffff, 0, 0, 0, 0);
    rst = 0;
    op(0, 1, 16'h0000, 0, 2, 0, 0);
    op(1, 0, 16'h1111, 1, 0, 16'h1111, 0);
    op(1, 0, 16'h2222, 2, 0, 16'h2222, 16'h1111);
    op(1, 0, 16'h3333, 3, 0, 16'h3333, 16'h2222);
    op(1, 0, 16'h4444, 3, 1, 16'h3333, 16'h2222);
    op(1, 1, 16'h5555, 3, 0, 16'h5555, 16'h2222);
    op(0, 1, 16'h6666, 2, 0, 16'h2222, 16'h1111);
    op(0, 0, 16'h6666, 2, 0, 16'h2222, 16'h1111);
    op(0, 1, 16'h6666, 1, 0, 16'h1111, 0);
    op(0, 1, 16'h6666, 0, 0, 0, 0);
    op(1, 1, 16'h7777, 1, 2, 16'h7777, 0);
    $finish;
  end
endmodule
