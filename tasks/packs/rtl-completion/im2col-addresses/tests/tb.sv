module tb;
  logic clk = 0, rst = 1, start = 0, busy, out_valid, out_ready = 1, out_pad, win_end, out_last;
  logic [15:0] base = 0, out_addr;
  logic [5:0] img_h = 1, img_w = 1, out_h = 1, out_w = 1;
  logic [2:0] ksize = 1;
  logic [1:0] stride = 1, pad = 0;

  always #5 clk = ~clk;

  im2col_addr dut (
    .clk(clk), .rst(rst), .start(start), .base(base), .img_h(img_h), .img_w(img_w), .out_h(out_h),
    .out_w(out_w), .ksize(ksize), .stride(stride), .pad(pad), .busy(busy), .out_valid(out_valid),
    .out_ready(out_ready), .out_pad(out_pad), .out_addr(out_addr), .win_end(win_end),
    .out_last(out_last));

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

  task automatic job(input logic [15:0] b, input int h, input int w, input int oh, input int ow, input int k, input int st, input int p);
    step();
    base = b; img_h = h[5:0]; img_w = w[5:0]; out_h = oh[5:0]; out_w = ow[5:0];
    ksize = k[2:0]; stride = st[1:0]; pad = p[1:0]; start = 1;
    step();
    start = 0; base = s[15:0];
    // other legal parameters while it runs
    img_h = 6'd1 + {3'd0, s[18:16]}; img_w = 6'd1 + {3'd0, s[21:19]}; out_h = 6'd1; out_w = 6'd2; ksize = 3'd2; stride = 2'd1; pad = s[23:22];
    repeat (oh * ow * k * k + 2) step();
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst = 0;
    job(16'h0100, 5, 4, 3, 2, 3, 2, 1);
    job(16'hFFF0, 7, 6, 2, 2, 7, 1, 3);
    job(16'h0000, 63, 63, 63, 1, 1, 1, 0);
    job(16'h4000, 63, 63, 1, 63, 1, 1, 0);
    job(16'h8000, 8, 5, 4, 3, 2, 3, 0);
    job(16'h1000, 1, 1, 2, 2, 2, 1, 1);
    job(16'h0007, 3, 63, 2, 21, 3, 3, 2);
    job(16'h0700, 63, 2, 21, 1, 2, 3, 0);
    job(16'hFFFF, 1, 1, 1, 1, 1, 1, 0);
    job(16'h0300, 2, 2, 1, 63, 1, 3, 0);
    job(16'h0300, 2, 2, 63, 1, 1, 3, 3);
    for (int n = 0; n < 40; n++) begin
      step();
      base = s[15:0]; img_h = 6'd1 + {3'd0, s[18:16]}; img_w = 6'd1 + {3'd0, s[21:19]};
      out_h = 6'd1 + {4'd0, s[23:22]}; out_w = 6'd1 + {4'd0, s[25:24]};
      ksize = 3'd1 + {1'b0, s[27:26]}; stride = (s[29:28] == 0) ? 2'd1 : s[29:28]; pad = s[31:30];
      start = 1;
      for (int k = 0; k < 60; k++) begin
        step();
        start = s[4:0] == 0; out_ready = s[6:5] != 0; rst = s[13:7] == 0;
      end
    end
    rst = 1; start = 1; step(); rst = 0; start = 0;
    repeat (3) step();
    $finish;
  end
endmodule
