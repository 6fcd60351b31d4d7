module tb;
  logic clk = 0, rst_n = 0, a_valid = 0, a_ready, a_last = 0, b_valid = 0, b_ready, b_last = 0, out_valid, out_ready = 1, out_last;
  logic [7:0] a_index = 0, b_index = 0, out_index;
  logic signed [15:0] a_value = 0, b_value = 0, out_value;

  always #5 clk = ~clk;

  index_merge dut (
    .clk(clk), .rst_n(rst_n), .a_valid(a_valid), .a_ready(a_ready), .a_index(a_index),
    .a_value(a_value), .a_last(a_last), .b_valid(b_valid), .b_ready(b_ready), .b_index(b_index),
    .b_value(b_value), .b_last(b_last), .out_valid(out_valid), .out_ready(out_ready),
    .out_index(out_index), .out_value(out_value), .out_last(out_last));

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

  function automatic logic [15:0] value(input logic [31:0] r, input int mode);
    case (mode)
      0:       value = r[15:0];
      1:       value = {{14{r[0]}}, r[1:0]};
      2:       value = r[0] ? 16'h7FFE + {14'd0, r[2:1]} : 16'h8000;
      default: value = {16{r[0]}} | 16'd1;
    endcase
  endfunction

  // valid, last, ready in sixteenths; step: how far indices go on; a word stays until it is taken
  task automatic traffic(input int n, input int va, input int vb, input int la, input int rd, input logic [7:0] gap, input int mode);
    logic took_a, took_b;
    for (int k = 0; k < n; k++) begin
      @(negedge clk);
      #4;
      took_a = a_ready & a_valid;
      took_b = b_ready & b_valid;
      step();
      if (took_a | ~a_valid) begin
        a_valid = s[3:0] < va;
        a_index = (took_a & a_last) ? {6'd0, s[5:4]} : a_index + (s[13:6] & gap);
        a_last  = s[17:14] < la;
        a_value = value(s >> 15, mode);
      end
      s = xs32(s);
      if (took_b | ~b_valid) begin
        b_valid = s[3:0] < vb;
        b_index = (took_b & b_last) ? {6'd0, s[5:4]} : b_index + (s[13:6] & gap);
        b_last  = s[17:14] < la;
        b_value = value(s >> 15, mode);
      end
      out_ready = s[21:18] < rd;
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    traffic(250, 16, 16, 2, 16, 8'h03, 0);
    traffic(250, 16, 16, 2, 16, 8'h01, 1);
    traffic(250, 12, 8, 3, 10, 8'h03, 1);
    traffic(250, 8, 14, 2, 12, 8'h01, 2);
    traffic(250, 16, 16, 2, 6, 8'h03, 3);
    traffic(200, 16, 16, 16, 16, 8'h00, 1);
    traffic(200, 16, 16, 1, 16, 8'h1F, 0);
    for (int k = 0; k < 20; k++) begin
      traffic(3 + s[3:0], 16, 14, 3, k[0] ? 16 : 4, 8'h01, k % 4);
      step(); rst_n = 0;
      step(); rst_n = 1;
    end
    // inputs that change although they were not taken, indices in any order
    for (int k = 0; k < 700; k++) begin
      step();
      a_valid = s[1:0] != 0; b_valid = s[3:2] != 0; out_ready = s[5:4] != 0;
      a_index = {6'd0, s[7:6]}; b_index = {6'd0, s[9:8]}; a_last = s[12:10] == 0; b_last = s[15:13] == 0;
      a_value = value(s >> 16, k % 4); b_value = value(s >> 18, (k / 4) % 4);
    end
    traffic(200, 14, 14, 2, 12, 8'h03, 2);
    step();
    $finish;
  end
endmodule
