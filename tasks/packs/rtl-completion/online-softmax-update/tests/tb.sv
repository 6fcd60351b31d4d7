module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_mask = 0, in_last = 0, out_valid;
  logic signed [7:0] in_score = 0, in_value = 0, max;
  logic [15:0] sum;
  logic signed [23:0] acc;

  always #5 clk = ~clk;

  online_softmax dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_mask(in_mask), .in_last(in_last),
    .in_score(in_score), .in_value(in_value), .out_valid(out_valid), .max(max), .sum(sum),
    .acc(acc));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  // valid, masked and last in sixteenths
  task automatic traffic(input int n, input int v, input int m, input int l, input int mode);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid = s[3:0]  < v;
      in_mask  = s[7:4]  < m;
      in_last  = s[11:8] < l;
      in_value = s[12] ? s[20:13] : {8{s[13]}} ^ 8'h7F;
      s = xs32(s);
      case (mode)
        0: in_score = s[7:0];
        1: in_score = {{3{s[4]}}, s[4:0]};
        2: in_score = -8'sd100 + 8'(k % 200) + {5'd0, s[2:0]};
        default: in_score = 8'sd5;
      endcase
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    // every distance, falling and rising
    for (int d = 0; d < 256; d++) begin
      step(); in_valid = 1; in_mask = 0; in_last = 0; in_score = 8'h7F; in_value = 8'd99;
      step(); in_score = 8'h7F - d[7:0]; in_value = 8'h81; in_last = 1;
      step(); in_score = 8'h7F - d[7:0]; in_value = d[7:0]; in_last = 0;
      step(); in_score = 8'h7F; in_last = 1;
    end
    traffic(500, 16, 2, 2, 0);
    traffic(500, 12, 2, 1, 1);
    traffic(200, 16, 12, 6, 1);
    traffic(300, 16, 1, 0, 2);
    // sums go round
    step(); in_valid = 1; in_last = 1;
    traffic(300, 16, 0, 0, 3);
    step(); in_valid = 1; in_value = 8'h80; in_mask = 0; in_last = 0; in_score = 8'sd5;
    repeat (300) step();
    traffic(50, 16, 0, 3, 0);
    for (int k = 0; k < 16; k++) begin
      traffic(1 + s[3:0], 14, 3, 3, 1);
      step(); rst_n = 0; in_valid = 1; in_last = k[0];
      step(); rst_n = 1; in_valid = k[1];
    end
    traffic(400, 13, 3, 2, 1);
    step(); in_valid = 0;
    repeat (3) step();
    $finish;
  end
endmodule
