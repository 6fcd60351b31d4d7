module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, start = 0, out_valid, ovf;
  logic signed [7:0] a = 0, b = 0;
  logic [11:0] digits;
  logic [2:0] pp_count;
  logic signed [17:0] acc;

  always #5 clk = ~clk;

  booth_mac dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .start(start), .a(a), .b(b), .digits(digits),
    .pp_count(pp_count), .out_valid(out_valid), .acc(acc), .ovf(ovf));

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

  task automatic put(input logic st, input logic [7:0] x, input logic [7:0] y);
    step();
    in_valid = 1; start = st; a = x; b = y;
  endtask

  task automatic idle(input int n);
    repeat (n) begin
      step();
      in_valid = 0; start = s[0]; a = s[8:1]; b = s[16:9];
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    for (int i = 0; i < 256; i++) put(i[0], {i[2], 7'h55 ^ i[6:0]}, i[7:0]);
    idle(2);
    // over the top and under the bottom
    put(1, 8'h80, 8'h80);
    repeat (9) put(0, 8'h80, 8'h80);
    idle(3);
    put(0, 8'h01, 8'h01);
    put(1, 8'h7F, 8'h80);
    repeat (12) put(0, 8'h7F, 8'h80);
    put(0, 8'h40, 8'h7F);
    put(1, 8'h02, 8'h03);
    idle(2);
    // exactly at the limits
    put(1, 8'h80, 8'h80);
    repeat (6) put(0, 8'h80, 8'h80);
    put(0, 8'h80, 8'h81);
    put(0, 8'h7F, 8'h01);
    put(0, 8'h01, 8'h01);
    put(1, 8'h80, 8'h40);
    repeat (15) put(0, 8'h80, 8'h40);
    put(0, 8'h01, 8'hFF);
    // reset with operands in stage 1
    put(1, 8'h11, 8'h22);
    step(); rst_n = 0; in_valid = 0;
    step(); rst_n = 1;
    idle(3);
    for (int n = 0; n < 2000; n++) begin
      step();
      rst_n    = s[31:26] != 5;
      in_valid = s[1:0] != 0;
      start    = s[6:2] == 0;
      a        = s[7] ? {s[8], {7{n[7]}}} : s[15:8];
      b        = s[16] ? {n[6], {7{s[17]}}} : s[24:17];
    end
    rst_n = 1;
    idle(3);
    $finish;
  end
endmodule
