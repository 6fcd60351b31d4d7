// Two frames back to back, three clocks a bit: with even parity, then without and with two stop bits.
module tb;
  logic       clk = 0, rst_n = 0, parity_on = 1, parity_odd = 0, two_stop = 0, valid = 0;
  logic [7:0] divisor = 2, data = 0;
  logic       ready, txd, busy;

  always #5 clk = ~clk;

  uart_tx dut (
    .clk(clk), .rst_n(rst_n), .divisor(divisor), .parity_on(parity_on), .parity_odd(parity_odd),
    .two_stop(two_stop), .valid(valid), .ready(ready), .data(data), .txd(txd), .busy(busy)
  );

  // frame: the bits in the order of sending, from the left
  task automatic frame(input logic [10:0] bits);
    for (int i = 10; i >= 0; i--)
      for (int k = 0; k < 3; k++) begin
        @(negedge clk);
        if (txd !== bits[i]) $error("txd: expected %b, got %b in bit %0d", bits[i], txd, 10 - i);
        if (busy !== 1'b1) $error("busy: expected 1, got %b in bit %0d", busy, 10 - i);
        if (ready !== (i == 0 && k == 2)) $error("ready: got %b in clock %0d of bit %0d", ready, k, 10 - i);
        // what is offered now must not disturb the frame
        if (i == 9) begin data = 8'h0f; parity_on = 0; two_stop = 1; end
      end
  endtask

  initial begin
    repeat (2) @(negedge clk);
    rst_n = 1;
    @(negedge clk);
    if ({txd, busy, ready} !== 3'b101) $error("idle: txd, busy, ready: expected 101, got %b", {txd, busy, ready});
    valid = 1; data = 8'h61;
    frame(11'b0_10000110_1_1);
    frame(11'b0_11110000_1_1);
    valid = 0;
    @(negedge clk);
    if ({txd, busy, ready} !== 3'b101) $error("end: txd, busy, ready: expected 101, got %b", {txd, busy, ready});
    valid = 1;
    @(negedge clk);
    if ({txd, busy, ready} !== 3'b010) $error("start: txd, busy, ready: expected 010, got %b", {txd, busy, ready});
    rst_n = 0;
    #1;
    if ({txd, busy, ready} !== 3'b101) $error("reset: txd, busy, ready: expected 101, got %b", {txd, busy, ready});
    $finish;
  end
endmodule
