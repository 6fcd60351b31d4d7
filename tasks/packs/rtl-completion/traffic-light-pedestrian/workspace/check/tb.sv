// One round from reset: side road first, then green until a pedestrian asks.
module tb;
  logic       clk = 0, rst_n = 0, tick = 1, button = 0, car = 0, night = 0;
  logic [2:0] main, side;
  logic       walk;
  logic [1:0] waiting;
  logic [3:0] left;

  always #5 clk = ~clk;

  traffic_light dut (
    .clk(clk), .rst_n(rst_n), .tick(tick), .button(button), .car(car), .night(night),
    .main(main), .side(side), .walk(walk), .waiting(waiting), .left(left)
  );

  // a phase that counts down from n
  task automatic phase(input logic [2:0] m, input logic [2:0] s, input logic w, input int n);
    for (int k = n; k > 0; k--) begin
      if (main !== m) $error("main: expected %b, got %b", m, main);
      if (side !== s) $error("side: expected %b, got %b", s, side);
      if (walk !== w) $error("walk: expected %b, got %b", w, walk);
      if (left !== k) $error("left: expected %0d, got %0d", k, left);
      @(posedge clk); #1;
    end
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst_n = 1;
    phase(3'b100, 3'b100, 0, 2);
    phase(3'b100, 3'b001, 0, 8);
    phase(3'b100, 3'b010, 0, 3);
    phase(3'b100, 3'b100, 0, 2);
    phase(3'b001, 3'b100, 0, 12);
    phase(3'b001, 3'b100, 0, 1);
    button = 1;
    phase(3'b001, 3'b100, 0, 1);
    button = 0;
    if (waiting !== 2'b01) $error("waiting: expected 01, got %b", waiting);
    phase(3'b001, 3'b100, 0, 1);
    phase(3'b010, 3'b100, 0, 3);
    phase(3'b100, 3'b100, 0, 2);
    if (waiting !== 2'b00) $error("waiting: expected 00, got %b", waiting);
    phase(3'b100, 3'b100, 1, 15);
    phase(3'b100, 3'b100, 0, 2);
    phase(3'b001, 3'b100, 0, 1 + 11);
    $finish;
  end
endmodule
