module tb;
  logic clk = 0, rst = 1, in_valid = 0, in_ready, out_valid, out_ready = 0, out_last;
  logic signed [7:0] in_x = 0;
  logic [7:0] out_p;
  logic [2:0] out_index;
  logic [18:0] sum;

  always #5 clk = ~clk;

  softmax8 dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_x(in_x),
    .out_valid(out_valid), .out_ready(out_ready), .out_p(out_p), .out_index(out_index),
    .out_last(out_last), .sum(sum));

  // `x` for element 0 and `others` for the rest
  task automatic row(input int x, input int others, input int s, input int p, input int q);
    for (int i = 0; i < 8; i++) begin
      in_valid = 1; in_x = (i == 0) ? x[7:0] : others[7:0];
      if (in_ready !== 1) $error("in_ready 0 at logit %0d", i);
      @(posedge clk); #1;
    end
    in_valid = 0;
    for (int i = 0; i < 8; i++) begin
      repeat (i == 0 ? 15 : 7) @(posedge clk);
      #1;
      if (out_valid !== 0) $error("p(%0d) too early", i);
      @(posedge clk); #1;
      if (out_valid !== 1 || in_ready !== 0 || out_p !== (i == 0 ? p[7:0] : q[7:0]) || out_index !== i[2:0] || out_last !== (i == 7) || sum !== s[18:0])
        $error("valid %b p(%0d) %0d last %b sum %0d, expected p(%0d) %0d sum %0d", out_valid, out_index, out_p, out_last, sum, i, i == 0 ? p : q, s);
      out_ready = 1;
      @(posedge clk); #1;
      out_ready = 0;
    end
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    row(16, 0, 147456, 57, 28);
    row(5, 5, 262144, 32, 32);
    row(-128, 127, 229376, 0, 36);
    if (in_ready !== 1) $error("in_ready 0 after the last");
    $finish;
  end
endmodule
