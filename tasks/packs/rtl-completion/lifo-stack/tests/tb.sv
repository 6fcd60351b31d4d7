module tb;
  logic        clk = 0, rst = 1, push = 1, pop = 0;
  logic [15:0] data = 0, top, second, top1, second1;
  logic [5:0]  depth, depth1;
  logic        full, empty, full1, empty1;
  logic [1:0]  error, error1;
  logic        shown, shown2, shown_b, shown2_b;

  always #5 clk = ~clk;

  lifo_stack dut (
    .clk(clk), .rst(rst), .push(push), .pop(pop), .data(data), .top(top), .second(second),
    .depth(depth), .full(full), .empty(empty), .error(error)
  );
  lifo_stack #(.SIZE(32)) dut1 (
    .clk(clk), .rst(rst), .push(push), .pop(pop), .data(data), .top(top1), .second(second1),
    .depth(depth1), .full(full1), .empty(empty1), .error(error1)
  );
  assign shown    = depth > 6'd0;
  assign shown2   = depth > 6'd1;
  assign shown_b  = depth1 > 6'd0;
  assign shown2_b = depth1 > 6'd1;

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    for (int n = 0; n < 4000; n++) begin
      roll;
      data = rng[15:0];
      rst  = (n < 2) || (rng[31:23] == 0);
      case ((n / 40) % 5)
        0: begin push = 1; pop = (rng[17:16] == 0); end
        1: begin push = (rng[17:16] == 0); pop = 1; end
        2: begin push = rng[16]; pop = rng[17]; end
        3: begin push = 1; pop = 0; end
        default: begin push = rng[16] & rng[18]; pop = rng[17]; end
      endcase
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
