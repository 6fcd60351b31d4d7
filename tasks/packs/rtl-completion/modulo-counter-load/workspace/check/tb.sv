// A counter modulo 5: up and round, a load beyond the end, down and round.
module tb;
  logic       clk = 0, rst = 1, load = 0, en = 0, down = 0;
  logic [7:0] load_value = 0, count;
  logic       wrap, at_end;

  always #5 clk = ~clk;

  modulo_counter #(.MODULO(5)) dut (
    .clk(clk), .rst(rst), .load(load), .load_value(load_value), .en(en), .down(down),
    .count(count), .wrap(wrap), .at_end(at_end)
  );

  task automatic want(input logic [7:0] c, input logic w, input logic e);
    @(posedge clk); #1;
    if (count !== c) $error("count: expected %0d, got %0d", c, count);
    if (wrap !== w) $error("wrap: expected %b, got %b", w, wrap);
    if (at_end !== e) $error("at_end: expected %b, got %b", e, at_end);
  endtask

  initial begin
    want(0, 0, 0);
    rst = 0; en = 1;
    want(1, 0, 0);
    want(2, 0, 0);
    want(3, 0, 0);
    want(4, 0, 1);
    want(0, 1, 0);
    want(1, 0, 0);
    load = 1; load_value = 8'd200;
    want(4, 0, 1);
    load_value = 8'd2;
    want(2, 0, 0);
    load = 0; down = 1;
    want(1, 0, 0);
    want(0, 0, 1);
    want(4, 1, 0);
    en = 0;
    want(4, 0, 0);
    $finish;
  end
endmodule
