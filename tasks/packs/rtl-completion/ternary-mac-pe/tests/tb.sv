module tb;
  logic clk = 0, rst_n = 0, clear = 0, en = 0, sat, bad, sat_n, bad_n;
  logic signed [7:0] act = 0, act_out, act_n;
  logic [1:0] code = 0;
  logic signed [15:0] acc;
  logic signed [9:0] acc_n;

  always #5 clk = ~clk;

  ternary_mac_pe dut (
    .clk(clk), .rst_n(rst_n), .clear(clear), .en(en), .act(act), .code(code), .act_out(act_out),
    .acc(acc), .sat(sat), .bad(bad));
  ternary_mac_pe #(.ACC_W(10)) narrow (
    .clk(clk), .rst_n(rst_n), .clear(clear), .en(en), .act(act), .code(code),
    .act_out(act_n), .acc(acc_n), .sat(sat_n), .bad(bad_n));

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

  task automatic put(input logic c, input logic e, input logic [1:0] w, input logic [7:0] a);
    step();
    clear = c; en = e; code = w; act = a;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    // all activations with both signs, alone
    for (int a = 0; a < 256; a++) begin
      put(1, 1, 2'b01, a[7:0]);
      put(1, 1, 2'b11, a[7:0]);
    end
    // up into saturation of the wide one, and down
    put(1, 0, 0, 0);
    repeat (258) put(0, 1, 2'b01, 8'h7F);
    put(0, 1, 2'b11, 8'h80);
    repeat (3) put(0, 1, 2'b11, 8'h01);
    put(0, 1, 2'b10, 8'h55);
    put(0, 0, 2'b10, 8'h33);
    put(1, 0, 2'b10, 8'h33);
    put(1, 1, 2'b10, 8'h34);
    put(0, 0, 2'b01, 8'h35);
    put(1, 1, 2'b01, 8'h80);
    repeat (255) put(0, 1, 2'b01, 8'h80);
    put(0, 1, 2'b11, 8'h01);
    put(0, 1, 2'b01, 8'h01);
    put(0, 1, 2'b11, 8'h01);
    put(0, 1, 2'b11, 8'h01);
    put(0, 1, 2'b01, 8'h03);
    // exact limits of the narrow one
    put(1, 1, 2'b11, 8'h80);
    repeat (2) put(0, 1, 2'b11, 8'h80);
    put(0, 1, 2'b01, 8'h7F);
    put(0, 1, 2'b01, 8'h01);
    put(1, 1, 2'b01, 8'h80);
    repeat (3) put(0, 1, 2'b01, 8'h80);
    put(0, 1, 2'b11, 8'h01);
    put(1, 0, 2'b01, 8'h22);
    for (int n = 0; n < 1500; n++) begin
      step();
      rst_n = s[25:20] != 0;
      clear = s[5:2] == 0;
      en    = s[7:6] != 0;
      code  = s[9:8];
      act   = s[10] ? {8{s[11]}} ^ {7'd0, s[12]} ^ 8'h80 : s[18:11];
    end
    rst_n = 1;
    for (int n = 0; n < 600; n++) begin
      step();
      clear = s[10:5] == 0;
      en    = s[4:3] != 0;
      code  = (s[13:11] == 0) ? 2'b10 : {s[14], 1'b1};
      act   = {s[14] ^ (n > 300), s[21:15]};
    end
    step();
    $finish;
  end
endmodule
