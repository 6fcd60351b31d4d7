module tb;
  logic clk = 0, rst = 1, in_valid = 0, in_ready, out_valid, out_ready = 0, out_last;
  logic signed [7:0] in_x = 0;
  logic [7:0] out_p;
  logic [2:0] out_index;
  logic [18:0] sum;
  logic sum_known;

  always #5 clk = ~clk;
  assign sum_known = ~in_ready;

  softmax8 dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_x(in_x),
    .out_valid(out_valid), .out_ready(out_ready), .out_p(out_p), .out_index(out_index),
    .out_last(out_last), .sum(sum));

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

  // eight logits, then all results; the clocks do not depend on the design
  task automatic row(input logic [7:0] a, input int mode, input logic stalls);
    for (int i = 0; i < 8; i++) begin
      step();
      if (stalls && s[2:0] == 0) begin
        in_valid = 0; in_x = s[15:8]; step();
      end
      in_valid  = 1;
      out_ready = 1;
      case (mode)
        0: in_x = s[15:8];
        1: in_x = a - {4'd0, s[19:16]};
        2: in_x = (i == 3) ? a : 8'h80;
        3: in_x = a - {2'd0, s[21:16]};
        5: in_x = (i < a) ? 8'h7F : 8'h80;
        default: in_x = a - 8'd2 * i[7:0];
      endcase
    end
    step();
    in_valid = s[5]; in_x = 8'h7F;
    for (int k = 0; k < 80; k++) begin
      step();
      in_valid  = (k < 70) & s[4];
      out_ready = ~stalls | (s[8:7] != 0);
      in_x      = s[16:9];
    end
    in_valid = 0; out_ready = 1;
    if (stalls) repeat (20) step();
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst = 0;
    row(8'h00, 4, 0);
    row(8'h40, 4, 0);
    row(8'h80, 2, 0);
    row(8'h7F, 2, 0);
    // 255 / 2 and 255 / 6 are exact halves
    row(8'd2, 5, 0);
    row(8'd6, 5, 0);
    row(8'd3, 5, 0);
    for (int k = 0; k < 5; k++) begin
      row(s[7:0], 1, 0);
      row(8'h7F - {3'd0, s[4:0]}, 3, k[0]);
      row(8'h00, 0, 0);
    end
    // resets in every state
    for (int k = 0; k < 45; k++) begin
      for (int i = 0; i < 8 + k; i++) begin
        step(); in_valid = 1; in_x = s[7:0]; out_ready = s[8];
      end
      step(); rst = 1;
      step(); rst = 0; in_valid = 0;
      if (k % 15 == 3) row(8'h10, 0, 0);
    end
    row(8'h00, 3, 0);
    step();
    $finish;
  end
endmodule
