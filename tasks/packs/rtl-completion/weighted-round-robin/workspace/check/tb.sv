// The example of the instruction, then an owner that stops asking.
module tb;
  logic        clk = 0, rst_n = 0, hold = 0;
  logic [3:0]  req = 0, grant, credit;
  logic [15:0] weight = 16'h3012;
  logic [1:0]  owner;

  always #5 clk = ~clk;

  wrr_burst dut (
    .clk(clk), .rst_n(rst_n), .hold(hold), .req(req), .weight(weight),
    .grant(grant), .owner(owner), .credit(credit)
  );

  task automatic clock(input logic [3:0] r, input logic [3:0] g, input logic [1:0] o, input logic [3:0] c);
    req = r;
    #2;
    if (grant !== g) $error("grant: expected %b, got %b", g, grant);
    @(posedge clk); #1;
    if (owner !== o) $error("owner: expected %0d, got %0d", o, owner);
    if (credit !== c) $error("credit: expected %0d, got %0d", c, credit);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst_n = 1;
    clock(4'b1111, 4'b0001, 0, 1);
    clock(4'b1111, 4'b0001, 0, 0);
    clock(4'b1111, 4'b0010, 1, 0);
    clock(4'b1111, 4'b0100, 2, 0);
    clock(4'b1111, 4'b1000, 3, 2);
    clock(4'b1111, 4'b1000, 3, 1);
    hold = 1;
    clock(4'b1111, 4'b0000, 3, 1);
    hold = 0;
    clock(4'b1111, 4'b1000, 3, 0);
    clock(4'b1111, 4'b0001, 0, 1);
    clock(4'b1010, 4'b0010, 1, 0);
    clock(4'b0010, 4'b0010, 1, 0);
    clock(4'b1000, 4'b1000, 3, 2);
    clock(4'b0000, 4'b0000, 3, 0);
    clock(4'b1001, 4'b0001, 0, 1);
    $finish;
  end
endmodule
