module tb;
  logic       clk = 0, rst = 1, cpol = 1, cpha = 0, start = 1, miso = 0;
  logic [3:0] divider = 1;
  logic [7:0] tx = 8'hff, rx;
  logic       sck, mosi, cs_n, busy, done;

  always #5 clk = ~clk;

  spi_master dut (
    .clk(clk), .rst(rst), .cpol(cpol), .cpha(cpha), .divider(divider), .start(start), .tx(tx), .miso(miso),
    .sck(sck), .mosi(mosi), .cs_n(cs_n), .busy(busy), .done(done), .rx(rx)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  // clocks with a random miso
  task automatic run(input int n);
    repeat (n) begin
      roll;
      miso = rng[7];
      @(posedge clk); #1;
    end
  endtask

  task automatic transfer(input logic [1:0] mode, input logic [3:0] div, input logic [7:0] d, input int clocks);
    {cpol, cpha} = mode; divider = div; tx = d; start = 1;
    run(1);
    start = 0; {cpol, cpha} = ~mode; divider = ~div; tx = ~d;
    run(clocks);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    run(2);
    rst = 0;
    for (int m = 0; m < 4; m++) begin
      transfer(m, 0, 8'h96, 20);
      transfer(m, 2, 8'h01, 56);
      transfer(m, 15, 8'hb1, 280);
      transfer(m, 1, 8'hff, 15);
      rst = 1; run(1); rst = 0;
      transfer(m, 8, 8'h80, 160);
      run(2);
    end
    repeat (5000) begin
      roll;
      start   = (rng[1:0] != 0);
      {cpol, cpha} = rng[4:3];
      divider = rng[5] ? 4'd0 : {2'd0, rng[9:8]};
      tx      = rng[17:10];
      rst     = (rng[31:23] == 0);
      run(1);
    end
    $finish;
  end
endmodule
