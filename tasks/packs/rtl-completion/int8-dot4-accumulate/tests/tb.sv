module tb;
  logic clk = 0, rst = 1, in_valid = 0, first = 0, last = 0, a_unsigned = 0, out_valid, sat;
  logic [31:0] a = 0, b = 0;
  logic signed [19:0] acc;

  always #5 clk = ~clk;

  dot4_acc dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .first(first), .last(last), .a_unsigned(a_unsigned),
    .a(a), .b(b), .out_valid(out_valid), .acc(acc), .sat(sat));

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

  task automatic put(input logic f, input logic l, input logic u, input logic [31:0] x, input logic [31:0] y);
    step();
    in_valid = 1; first = f; last = l; a_unsigned = u; a = x; b = y;
  endtask

  task automatic idle;
    step();
    in_valid = 0; first = s[0]; last = s[1]; a = s;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst = 0;
    // each lane alone with the extreme values
    for (int i = 0; i < 4; i++)
      for (int k = 0; k < 8; k++)
        put(1, k[0], k[1], (k[2] ? 32'h80 : 32'hFF) << 8*i, (k[0] ? 32'h80 : 32'h7F) << 8*i);
    repeat (3) idle();
    // up to the limit: 4 * 127 * 255 * 4 = 518160, then 6127 more reach it exactly
    put(1, 0, 1, 32'hFFFFFFFF, 32'h7F7F7F7F);
    repeat (3) put(0, 0, 1, 32'hFFFFFFFF, 32'h7F7F7F7F);
    put(0, 0, 1, 32'h000000FF, 32'h00000018);
    put(0, 1, 0, 32'h00000007, 32'h00000001);
    put(0, 1, 0, 32'h00000001, 32'h00000001);
    put(0, 0, 0, 32'h00000001, 32'h00000001);
    put(0, 1, 0, 32'h00000005, 32'h000000FF);
    repeat (2) idle();
    // down: 4 * -128 * 128 ... -524288 exactly, then below
    put(1, 0, 0, 32'h7F7F7F7F, 32'h80808080);
    repeat (7) put(0, 0, 0, 32'h7F7F7F7F, 32'h80808080);
    put(0, 0, 0, 32'h00200020, 32'h00800080);
    put(0, 0, 0, 32'h00000000, 32'h00800080);
    put(0, 1, 0, 32'h00000001, 32'h000000FF);
    repeat (3) put(0, 0, 0, 32'h7F7F7F7F, 32'h80808080);
    put(0, 1, 1, 32'h00000002, 32'h00000003);
    put(1, 1, 1, 32'h80000000, 32'h81000000);
    repeat (3) idle();
    // reset with a step in each stage
    put(1, 1, 0, 32'h11223344, 32'h55667788);
    put(0, 1, 0, 32'h11223344, 32'h55667788);
    step(); rst = 1; in_valid = 1; first = 0;
    step(); rst = 0; in_valid = 0;
    repeat (3) idle();
    for (int n = 0; n < 2500; n++) begin
      step();
      rst        = s[31:26] == 0;
      in_valid   = s[1:0] != 0 || n > 1500;
      first      = s[5:2] == 0;
      last       = s[7:6] == 0;
      a_unsigned = s[8];
      s = xs32(s); a = s;
      s = xs32(s); b = (n % 300 < 100) ? s : (s & 32'h3F3F3F3F) | (a_unsigned ? {4{n[6], 7'd0}} : (a & 32'h80808080) ^ {4{n[6], 7'd0}});
    end
    rst = 0;
    repeat (3) idle();
    $finish;
  end
endmodule
