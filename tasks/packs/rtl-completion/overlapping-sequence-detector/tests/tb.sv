module tb;
  logic       clk = 0, rst = 1, valid = 1, bit_in = 1;
  logic       found_a, found_b;
  logic [3:0] hits;

  always #5 clk = ~clk;

  seq_detector dut (
    .clk(clk), .rst(rst), .valid(valid), .bit_in(bit_in),
    .found_a(found_a), .found_b(found_b), .hits(hits)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic send(input logic v, input logic b);
    valid = v; bit_in = b;
    @(posedge clk); #1;
  endtask

  task automatic word(input logic [9:0] w);
    for (int i = 9; i >= 0; i--) send(1, w[i]);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    send(1, 1); send(1, 1);
    rst = 0;
    // all words of ten bits that begin behind a reset, some of them with pauses
    for (int w = 0; w < 1024; w = w + 7) begin
      rst = 1; send(1, 1); rst = 0;
      word(w);
    end
    // a reset that cuts a sequence at each place
    for (int k = 0; k < 6; k++) begin
      for (int i = 0; i < 6; i++) begin
        rst = (i == k);
        send(1, i != 1 && i != 4);
      end
      rst = 0;
    end
    // more hits than the counter holds
    rst = 1; send(1, 0); rst = 0;
    repeat (20) begin send(1, 1); send(1, 1); send(1, 0); end
    repeat (2000) begin
      roll;
      rst = (rng[31:26] == 0);
      send(rng[25:24] != 0, rng[0]);
    end
    $finish;
  end
endmodule
