module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_unsigned = 0, in_relu = 0, out_valid, out_sat;
  logic [31:0] in_acc = 0;
  logic [15:0] in_mult = 0;
  logic [5:0] in_shift = 0;
  logic [7:0] in_zp = 0, out_q;

  always #5 clk = ~clk;

  requant_even dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_acc(in_acc), .in_mult(in_mult),
    .in_shift(in_shift), .in_unsigned(in_unsigned), .in_relu(in_relu), .in_zp(in_zp),
    .out_valid(out_valid), .out_q(out_q), .out_sat(out_sat));

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

  task automatic put(input logic [31:0] acc, input logic [15:0] mult, input logic [5:0] sh, input logic [7:0] zp);
    step();
    in_valid = 1; in_acc = acc; in_mult = mult; in_shift = sh; in_zp = zp;
    in_unsigned = s[0]; in_relu = s[2:1] == 0;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    // halves and what lies beside them, every shift
    for (int sh = 0; sh < 64; sh++)
      for (int k = -5; k < 6; k++) begin
        int t;
        t = (sh > 31) ? 31 : sh;
        put((k <<< t) >>> 1, (sh > 31) ? 16'd1 << (sh > 46 ? 15 : sh - 31) : 16'd1, sh[5:0], {6'd0, s[5:4]});
        put(((k <<< t) >>> 1) + (s[6] ? 32'd1 : 32'hFFFFFFFF), 16'd1, sh[5:0], s[15:8]);
      end
    // limits
    for (int k = 0; k < 200; k++) begin
      put(32'(k) + 32'd50, 16'd2, 6'd1, 8'd3);
      put(32'd0 - 32'(k), 16'd1, 6'd0, s[7:0]);
      put(32'd120 + 32'(k % 16), 16'd1, 6'd0, 8'd0);
      put(32'hFFFFFF80 + 32'(k % 8) - 32'd3, 16'd1, 6'd0, 8'd0);
    end
    put(32'h80000000, 16'hFFFF, 6'd47, 8'd0);
    put(32'h7FFFFFFF, 16'hFFFF, 6'd40, 8'h80);
    put(32'h80000000, 16'hFFFF, 6'd0, 8'hFF);
    put(32'h80000000, 16'h8000, 6'd47, 8'h05);
    put(32'h40000000, 16'h8000, 6'd47, 8'h05);
    put(32'hC0000000, 16'hFFFF, 6'd46, 8'h05);
    for (int n = 0; n < 2000; n++) begin
      step();
      rst_n       = s[31:26] != 0;
      in_valid    = s[1:0] != 0;
      in_unsigned = s[2];
      in_relu     = s[4:3] == 0;
      in_zp       = s[12:5];
      in_mult     = s[25] ? {1'b1, s[24:10]} : 16'd1 << s[24:21];
      in_shift    = (s[20:13] % 8'd49);
      s = xs32(s);
      in_acc = s;
      if (n[0] && in_shift < 6'd40) in_acc = {{22{s[9]}}, s[9:0]} << (in_shift > 6'd16 ? in_shift - 6'd16 : 6'd0);
      if (n[1:0] == 2) begin
        in_mult = 16'd3; in_shift = {2'd0, s[3:0]};
        in_acc  = ({{23{s[12]}}, s[12:4]} << in_shift) | (32'd1 << in_shift >> 1);
      end
    end
    rst_n = 1; step(); in_valid = 0;
    repeat (3) step();
    $finish;
  end
endmodule
