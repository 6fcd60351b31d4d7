module tb;
  logic        clk = 0;
  logic [15:0] a = 0, b = 0, y;
  logic        carry_in = 0, sub = 0, carry_out, invalid;

  always #5 clk = ~clk;

  bcd_adder dut (
    .a(a), .b(b), .carry_in(carry_in), .sub(sub), .y(y), .carry_out(carry_out), .invalid(invalid));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  // four decimal digits; each is 0 or 9 more often than chance has it
  task automatic number(output logic [15:0] n);
    for (int i = 0; i < 4; i++) begin
      draw();
      if (rng[31:30] == 0) n[4*i +: 4] = rng[0] ? 4'd9 : 4'd0;
      else n[4*i +: 4] = 4'(rng[15:0] % 10);
    end
  endtask

  logic [15:0] na, nb;

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    // every pair of lowest digits, legal or not
    for (int k = 0; k < 1024; k++) begin
      @(posedge clk); #1;
      a = {12'h999, k[3:0]};
      b = {12'h000, k[7:4]};
      {carry_in, sub} = k[9:8];
    end
    for (int k = 0; k < 1600; k++) begin
      number(na);
      number(nb);
      draw();
      if (rng[7:4] == 0) nb = na;
      if (rng[11:8] == 0) na[4*rng[13:12] +: 4] = 4'd10 + {2'd0, rng[15:14]};
      if (rng[19:16] == 0) nb[4*rng[21:20] +: 4] = 4'd10 + {2'd0, rng[23:22]};
      @(posedge clk); #1;
      a = na;
      b = nb;
      {carry_in, sub} = rng[1:0];
    end
    @(posedge clk);
    $finish;
  end
endmodule
