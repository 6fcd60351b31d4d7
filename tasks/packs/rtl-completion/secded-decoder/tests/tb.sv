module tb;
  logic        clk = 0;
  logic [21:0] code = 0;
  logic        enable = 0, corrected, fatal;
  logic [15:0] data;
  logic [4:0]  position, syndrome;

  always #5 clk = ~clk;

  secded_decoder dut (
    .code(code), .enable(enable), .data(data), .corrected(corrected), .fatal(fatal),
    .position(position), .syndrome(syndrome));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  // a correct code word: data bits at random, the check bits by trial
  task automatic word(output logic [21:0] w);
    logic [4:0] s;
    draw();
    w = {rng[21:17], 1'b0, rng[15:9], 1'b0, rng[7:5], 1'b0, rng[3], 3'b000};
    s = 5'd0;
    for (int p = 0; p < 22; p++) if (w[p]) s = s ^ p[4:0];
    for (int k = 0; k < 5; k++) w[1 << k] = s[k];
    w[0] = ^w;
  endtask

  logic [21:0] w;

  task automatic put(input logic [21:0] c, input logic e);
    @(posedge clk); #1;
    code = c; enable = e;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int e = 0; e < 2; e++) begin
      for (int a = 0; a < 22; a++) begin
        word(w);
        put(w, e[0]);
        put(w ^ (22'd1 << a), e[0]);
        for (int b = 0; b < a; b++) begin
          word(w);
          put(w ^ (22'd1 << a) ^ (22'd1 << b), e[0]);
        end
      end
    end
    repeat (700) begin
      draw();
      put(rng[21:0], rng[31]);
    end
    @(posedge clk);
    $finish;
  end
endmodule
