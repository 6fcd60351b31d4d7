module tb;
  logic       clk = 0, rst_n = 1, parity_on = 0, parity_odd = 0, two_stop = 0, valid = 0;
  logic [7:0] divisor = 0, data = 8'h55;
  logic       ready, txd, busy;

  always #5 clk = ~clk;

  uart_tx dut (
    .clk(clk), .rst_n(rst_n), .divisor(divisor), .parity_on(parity_on), .parity_odd(parity_odd),
    .two_stop(two_stop), .valid(valid), .ready(ready), .data(data), .txd(txd), .busy(busy)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  // one byte offered for a single clock, then everything else on the inputs
  task automatic send(input logic [7:0] d, input logic [7:0] div, input logic [2:0] how, input int clocks);
    data = d; divisor = div; {parity_on, parity_odd, two_stop} = how; valid = 1;
    @(posedge clk); #1;
    valid = 0; data = ~d; divisor = ~div; {parity_on, parity_odd, two_stop} = ~how;
    repeat (clocks) @(posedge clk);
    #1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 rst_n = 0;
    repeat (2) @(posedge clk);
    #1 rst_n = 1;
    for (int how = 0; how < 8; how++) begin
      for (int b = 0; b < 9; b++) send(8'd1 << b, b & 3, how, 50);
      send(8'hff, 1, how, 26);
      send(8'h7f, 0, how, 14);
    end
    send(8'ha5, 8'd255, 3'b100, 2900);
    send(8'h5a, 8'd129, 3'b011, 700);
    rst_n = 0;
    @(posedge clk); #1 rst_n = 1;
    repeat (3) @(posedge clk);
    #1;
    repeat (6000) begin
      roll;
      valid = (rng[1:0] != 0);
      data  = rng[9:2];
      divisor = rng[10] ? 8'd0 : {6'd0, rng[12:11]};
      {parity_on, parity_odd, two_stop} = rng[15:13];
      rst_n = !(rng[31:23] == 0);
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
