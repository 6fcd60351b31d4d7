module tb;
  logic       clk = 0, rst_n = 1, clear = 0, en = 1, down = 0;
  logic [3:0] gray, binary;
  logic       last;
  logic [5:0] gray1, binary1;
  logic       last1;

  always #5 clk = ~clk;

  gray_counter dut (
    .clk(clk), .rst_n(rst_n), .clear(clear), .en(en), .down(down),
    .gray(gray), .binary(binary), .last(last)
  );
  gray_counter #(.WIDTH(6)) dut1 (
    .clk(clk), .rst_n(rst_n), .clear(clear), .en(en), .down(down),
    .gray(gray1), .binary(binary1), .last(last1)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic run(input int n);
    repeat (n) @(posedge clk);
    #1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 rst_n = 0;
    run(2);
    rst_n = 1;
    run(140);
    down = 1;
    run(150);
    en = 0;
    run(3);
    down = 0;
    run(2);
    en = 1;
    run(7);
    rst_n = 0;
    run(1);
    rst_n = 1;
    run(5);
    clear = 1;
    run(2);
    clear = 0;
    run(9);
    en = 0; clear = 1;
    run(1);
    clear = 0; en = 1; down = 1;
    repeat (1500) begin
      roll;
      clear = (rng[31:26] == 0);
      rst_n = !(rng[25:20] == 0);
      en    = (rng[19:18] != 0);
      if (rng[17:14] == 0) down = ~down;
      run(1);
    end
    $finish;
  end
endmodule
