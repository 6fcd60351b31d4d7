module tb;
  logic       clk = 0, rst_n = 1, running = 1, tick = 1, key_valid = 1;
  logic [7:0] key = 8'h5A, early = 3, late = 9, count;
  logic       armed, open, bite;
  logic [1:0] cause;

  always #5 clk = ~clk;

  window_watchdog dut (
    .clk(clk), .rst_n(rst_n), .running(running), .tick(tick), .key_valid(key_valid), .key(key),
    .early(early), .late(late), .count(count), .armed(armed), .open(open), .bite(bite), .cause(cause)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic write(input logic [7:0] k);
    key = k; key_valid = 1;
    @(posedge clk); #1;
    key_valid = 0;
  endtask

  task automatic idle(input int n);
    repeat (n) @(posedge clk);
    #1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 rst_n = 0;
    idle(2);
    rst_n = 1;
    key_valid = 0;
    idle(25);
    // services at every count, also exactly at both ends
    for (int n = 0; n < 12; n++) begin
      running = 0; idle(1); running = 1;
      write(8'h5A);
      idle(n);
      write(8'hA5);
      idle(2);
    end
    early = 0; late = 255;
    idle(600);
    late = 0;
    idle(4);
    early = 4; late = 9;
    for (int b = 0; b < 8; b++) begin
      write(8'h5A ^ (8'd1 << b)); idle(1);
      write(8'h5A); idle(5); write(8'hA5 ^ (8'd1 << b)); idle(1);
    end
    write(8'hA5);
    write(8'h5A); write(8'h5A); idle(4); write(8'hA5); write(8'hA5); idle(2);
    for (int n = 0; n < 6000; n++) begin
      roll;
      if (n % 100 == 0) begin early = {4'd0, rng[3:0]}; late = {3'd0, rng[8:4]}; end
      roll;
      tick      = (n % 1000 < 300) || (rng[1:0] != 0);
      running   = (rng[7:2] != 0);
      key_valid = (rng[10:8] == 0) || (count >= late && rng[9]);
      key       = (rng[14:11] == 0) ? rng[23:16] : ((armed ^ (rng[15:13] == 0)) ? 8'hA5 : 8'h5A);
      rst_n     = !(rng[31:24] == 0);
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
