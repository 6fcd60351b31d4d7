// The three examples of the instruction, and what lies between them.
module tb;
  logic       clk = 0, rst = 1, up = 0, down = 0;
  logic [2:0] step = 0;
  logic [5:0] value;
  logic       clipped, at_max, at_min;

  always #5 clk = ~clk;

  sat_counter dut (
    .clk(clk), .rst(rst), .up(up), .down(down), .step(step),
    .value(value), .clipped(clipped), .at_max(at_max), .at_min(at_min)
  );

  task automatic move(input logic u, input logic d, input logic [2:0] s, input logic signed [5:0] v, input logic c);
    up = u; down = d; step = s;
    @(posedge clk); #1;
    if (value !== v) $error("value: expected %0d, got %0d", v, $signed(value));
    if (clipped !== c) $error("clipped: expected %b, got %b", c, clipped);
    if (at_max !== (v == 31)) $error("at_max: got %b at %0d", at_max, v);
    if (at_min !== (v == -32)) $error("at_min: got %b at %0d", at_min, v);
  endtask

  initial begin
    move(1, 0, 7, 0, 0);
    rst = 0;
    move(1, 0, 7, 7, 0);
    move(1, 0, 7, 14, 0);
    move(1, 0, 7, 21, 0);
    move(1, 0, 7, 28, 0);
    move(1, 0, 1, 29, 0);
    move(1, 0, 2, 31, 0);
    move(1, 0, 0, 31, 0);
    move(0, 1, 2, 29, 0);
    move(1, 1, 5, 29, 0);
    move(1, 0, 3, 31, 1);
    repeat (8) begin up = 0; down = 1; step = 7; @(posedge clk); #1; end
    move(0, 1, 4, -29, 0);
    move(0, 1, 1, -30, 0);
    move(0, 1, 7, -32, 1);
    move(0, 0, 7, -32, 0);
    move(1, 0, 4, -28, 0);
    $finish;
  end
endmodule
