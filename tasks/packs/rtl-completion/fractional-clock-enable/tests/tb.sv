module tb;
  logic        clk = 0, rst = 1, en = 1, restart = 0;
  logic [11:0] offset = 12'd77, num = 3, den = 7, phase;
  logic        tick;
  logic [7:0]  ticks;
  logic [4:0]  offset1, num1, den1, phase1;
  logic        tick1;
  logic [7:0]  ticks1;

  always #5 clk = ~clk;

  frac_enable dut (
    .clk(clk), .rst(rst), .en(en), .restart(restart), .offset(offset), .num(num), .den(den),
    .tick(tick), .phase(phase), .ticks(ticks)
  );
  frac_enable #(.WIDTH(5)) dut1 (
    .clk(clk), .rst(rst), .en(en), .restart(restart), .offset(offset1), .num(num1), .den(den1),
    .tick(tick1), .phase(phase1), .ticks(ticks1)
  );
  assign offset1 = offset[4:0];
  assign num1    = num[4:0];
  assign den1    = den[4:0];

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
    run(2);
    rst = 0;
    run(30);
    num = 24; den = 125; run(260);
    num = 1; den = 1; run(4);
    num = 0; den = 1; run(4);
    num = 0; den = 0; run(2);
    num = 5; den = 0; run(2);
    num = 12'd4094; den = 12'd4095; run(20);
    num = 12'd4095; den = 12'd4095; run(3);
    num = 12'd4095; den = 12'd4094; run(3);
    num = 12'd31; den = 12'd64; run(20);
    restart = 1; offset = 12'd4095; run(1); restart = 0;
    num = 1; den = 300; run(30);
    num = 299; run(600);               // the count of ticks wraps
    en = 0; run(3); en = 1; run(5);
    rst = 1; restart = 1; run(1); rst = 0; run(1); restart = 0;
    for (int n = 0; n < 2500; n++) begin
      roll;
      if (n % 25 == 0) begin
        den = rng[31] ? rng[11:0] : {6'd0, rng[5:0]};
        num = rng[30] ? rng[23:12] : {6'd0, rng[17:12]};
        if (rng[29]) num = den - {10'd0, rng[28:27]};
      end
      roll;
      restart = (rng[31:27] == 0);
      offset  = rng[11:0];
      en      = (rng[26:25] != 0);
      rst     = (rng[24:18] == 0);
      run(1);
    end
    $finish;
  end
endmodule
