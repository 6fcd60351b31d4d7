module tb;
  logic       clk = 0, rst = 1, en = 1, write = 0, centred = 0;
  logic [2:0] prescale = 0;
  logic [7:0] top = 0, compare = 0, count;
  logic       down, pwm, period_end;

  always #5 clk = ~clk;

  pwm_timer dut (
    .clk(clk), .rst(rst), .en(en), .prescale(prescale), .write(write), .top(top), .compare(compare),
    .centred(centred), .count(count), .down(down), .pwm(pwm), .period_end(period_end)
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

  task automatic set(input logic [7:0] t, input logic [7:0] c, input logic m, input int n);
    write = 1; top = t; compare = c; centred = m;
    run(1);
    write = 0; top = ~t; compare = ~c; centred = ~m;
    run(n);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    run(2);
    rst = 0;
    run(530);                       // the setting of the reset, whole periods
    set(8'd5, 8'd3, 0, 270);
    for (int t = 0; t < 5; t++)
      for (int m = 0; m < 2; m++)
        for (int c = 0; c < 6; c++) set(t, c, m, 24);
    set(8'd255, 8'd200, 1, 600);
    set(8'd255, 8'd255, 0, 600);
    set(8'd128, 8'd64, 1, 700);
    rst = 1; run(1); rst = 0; run(20);
    set(8'd4, 8'd2, 1, 300);
    // resets in the middle of both directions; afterwards the settings are those of the reset
    rst = 1; run(1); rst = 0; run(300);
    set(8'd6, 8'd3, 1, 300);
    for (int n = 0; n < 14; n++) begin rst = 1; run(1); rst = 0; set(8'd6, 8'd3, 1, 256 + n); end
    rst = 1; write = 1; run(1); rst = 0; write = 0; run(260);
    // the prescaler at each count, then a reset
    for (int n = 0; n < 8; n++) begin
      prescale = 3'd7; rst = 1; run(1); rst = 0; run(n);
      rst = 1; run(1); rst = 0; run(20);
    end
    prescale = 0;
    run(256);
    for (int n = 0; n < 6000; n++) begin
      roll;
      if (n % 64 == 0) prescale = rng[31] ? 3'd0 : rng[30:28];
      if (n > 5000) prescale = {1'b0, rng[27:26]};
      en      = (n % 512 < 200) || (rng[1:0] != 0);
      write   = (rng[4:2] == 0);
      top     = {4'd0, rng[8:5] & {4{rng[9]}}};
      compare = {4'd0, rng[13:10]};
      centred = rng[14];
      run(1);
    end
    $finish;
  end
endmodule
