module tb;
  logic        clk = 0;
  logic [2:0]  op = 0;
  logic [31:0] data = 0;
  logic [4:0]  amount = 0;
  logic [31:0] result;
  logic        sticky, zero;

  logic [7:0]  data8 = 0;
  logic [2:0]  amount8 = 0;
  logic [7:0]  result8;
  logic        sticky8, zero8;

  always #5 clk = ~clk;

  barrel_shifter dut (
    .op(op), .data(data), .amount(amount),
    .result(result), .sticky(sticky), .zero(zero)
  );
  barrel_shifter #(.WIDTH(8)) dut8 (
    .op(op), .data(data8), .amount(amount8),
    .result(result8), .sticky(sticky8), .zero(zero8)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  int patterns = 4, amounts = 32, ops = 6;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    #1;
    // one operand held, every amount, every pair of operations after one another
    for (int p = 0; p < patterns; p++) begin
      @(posedge clk); #1;
      case (p)
        0: data = 32'h8000_0001;
        1: data = 32'h7fff_fffe;
        2: data = 32'hffff_ffff;
        default: data = 32'ha5c3_0f96;
      endcase
      data8 = data[31:24];
      for (int a = 0; a < amounts; a++) begin
        @(posedge clk); #1;
        amount  = a[4:0];
        amount8 = a[2:0];
        for (int i = 0; i < ops; i++) begin
          for (int k = 0; k < ops; k++) if (i != k && (p == 3 || ((a + i + k) & 3) == p)) begin
            @(posedge clk); #1; op = i[2:0];
            @(posedge clk); #1; op = k[2:0];
          end
        end
      end
    end
    // random: some of the inputs change, some stay
    repeat (6000) begin
      rng = xs32(rng);
      @(posedge clk); #1;
      if (rng[1:0] != 0) op = rng[6:4];
      if (rng[8]) begin amount = rng[20:16]; amount8 = rng[23:21]; end
      if (rng[10:9] == 0) begin
        rng   = xs32(rng);
        data  = rng[0] ? xs32(rng) : (32'h1 << rng[9:5]);
        data8 = rng[31:24];
      end
    end
    @(posedge clk); #1;
    $finish;
  end
endmodule
