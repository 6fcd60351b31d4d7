module tb;
  logic        clk = 0;
  logic [5:0]  sel = 0;
  logic [47:0] data = 0;
  logic [7:0]  y;
  logic        err_none, err_multi;

  always #5 clk = ~clk;

  onehot_mux dut (.sel(sel), .data(data), .y(y), .err_none(err_none), .err_multi(err_multi));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int round = 0; round < 3; round++) begin
      for (int s = 0; s < 64; s++) begin
        @(posedge clk); #1;
        draw();
        data[31:0] = rng;
        draw();
        data[47:32] = rng[15:0];
        sel = s[5:0];
      end
    end
    // walking one in the data against every select
    for (int s = 0; s < 64; s++) begin
      for (int b = 0; b < 48; b++) begin
        @(posedge clk); #1;
        sel  = s[5:0];
        data = 48'd1 << b;
      end
    end
    @(posedge clk);
    $finish;
  end
endmodule
