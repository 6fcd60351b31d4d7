// The example of the instruction, once without and once with pauses.
module tb;
  logic       clk = 0, rst = 1, valid = 0, bit_in = 0;
  logic       found_a, found_b;
  logic [3:0] hits;

  always #5 clk = ~clk;

  seq_detector dut (
    .clk(clk), .rst(rst), .valid(valid), .bit_in(bit_in),
    .found_a(found_a), .found_b(found_b), .hits(hits)
  );

  task automatic send(input logic v, input logic b, input logic a_want, input logic b_want, input logic [3:0] h);
    valid = v; bit_in = b;
    #2;
    if (found_a !== a_want) $error("found_a: expected %b, got %b", a_want, found_a);
    if (found_b !== b_want) $error("found_b: expected %b, got %b", b_want, found_b);
    @(posedge clk); #1;
    if (hits !== h) $error("hits: expected %0d, got %0d", h, hits);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1;
    for (int pause = 0; pause < 2; pause++) begin
      rst = 1;
      send(0, 0, 0, 0, 0);
      rst = 0;
      send(1, 1, 0, 0, 0);
      if (pause == 1) send(0, 1, 0, 0, 0);
      send(1, 0, 0, 0, 0);
      send(1, 1, 0, 0, 0);
      send(1, 1, 0, 0, 0);
      if (pause == 1) send(0, 0, 0, 0, 0);
      send(1, 0, 1, 0, 1);
      send(1, 1, 0, 1, 2);
      send(1, 1, 0, 0, 2);
      if (pause == 1) send(0, 0, 0, 0, 2);
      send(1, 0, 1, 0, 3);
    end
    $finish;
  end
endmodule
