module tb;
  logic        clk = 0, rst_n = 1, hold = 0;
  logic [3:0]  req = 4'hf, grant, credit;
  logic [15:0] weight = 16'h3012;
  logic [1:0]  owner;

  always #5 clk = ~clk;

  wrr_burst dut (
    .clk(clk), .rst_n(rst_n), .hold(hold), .req(req), .weight(weight),
    .grant(grant), .owner(owner), .credit(credit)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 rst_n = 0;
    repeat (2) @(posedge clk);
    #1 rst_n = 1;
    for (int n = 0; n < 5000; n++) begin
      roll;
      if (n % 50 == 49) weight = rng[15:0] & {4{rng[31:28]}};
      if (n > 4000) weight = rng[15:0];
      hold  = (n % 300 > 150) && (rng[18:16] == 0);
      rst_n = !(n > 100 && rng[27:20] == 0);
      case ((n / 25) % 5)
        0: req = 4'hf;
        1: req = rng[3:0] | rng[7:4];
        2: if (rng[9:8] == 0) req = rng[3:0];
        3: req = rng[3:0] & rng[7:4];
        default: if (rng[10:8] == 0) req = 4'd1 << rng[1:0];
      endcase
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
