module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_relu = 0, out_valid, out_clamped;
  logic signed [31:0] in_acc = 0;
  logic [15:0] in_mult = 0;
  logic [5:0] in_shift = 0;
  logic signed [7:0] in_zp = 0, out_q;

  always #5 clk = ~clk;

  requant_unit dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_acc(in_acc), .in_mult(in_mult),
    .in_shift(in_shift), .in_zp(in_zp), .in_relu(in_relu),
    .out_valid(out_valid), .out_q(out_q), .out_clamped(out_clamped));

  logic [31:0] s;
  int shifts = 48, small_shifts = 4, span = 20;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  task automatic put(input logic [31:0] acc, input logic [15:0] mult, input logic [5:0] sh, input logic [7:0] zp, input logic relu);
    step();
    in_valid = 1; in_acc = acc; in_mult = mult; in_shift = sh; in_zp = zp; in_relu = relu;
  endtask

  // results spread over and around the int8 range
  task automatic traffic(input int n, input logic gaps, input int shmax);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid = ~gaps | s[3];
      in_relu  = s[4];
      in_zp    = s[5] ? s[13:6] : {{4{s[13]}}, s[9:6]};
      in_shift = 6'(s[31:16] % shmax);
      s = xs32(s);
      in_mult  = s[0] ? 16'h0001 << s[4:1] : {1'b1, s[19:5]};
      s = xs32(s);
      if (in_mult[15] && in_mult[14:0] != 0)
        in_acc = (in_shift >= 16) ? 32'({{55{s[8]}}, s[8:0]} << (in_shift - 16)) + {{16{s[25]}}, s[24:9]} : {{23{s[8]}}, s[8:0]};
      else
        in_acc = {{23{s[8]}}, s[8:0]};
      if (in_shift > 4 && in_shift < 28 && s[31]) begin
        // exact halves
        in_mult = 16'd1;
        in_acc  = ({{23{s[8]}}, s[8:0]} << in_shift) + (32'd1 << (in_shift - 1)) - 32'(s[30:29] == 0);
      end
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h1357135;
    repeat (4) step();
    rst_n = 1;
    for (int sh = 0; sh < small_shifts; sh++)
      for (int a = -span; a <= span; a++) put(32'(a), 16'd1, 6'(sh), 8'd0, 0);
    for (int a = -140; a <= 140; a++) put(32'(a), 16'd1, 6'd0, s[7:0], s[8]);
    for (int sh = 0; sh < shifts; sh++) begin
      put(32'h8000_0000, 16'hFFFF, sh[5:0], 8'h80, 0);
      put(32'h7FFF_FFFF, 16'hFFFF, sh[5:0], 8'h7F, 1);
      put(32'hFFFF_FFFF, 16'h0001, sh[5:0], 8'h00, 0);
      put(32'hFFFF_FFFF, 16'h0000, sh[5:0], 8'h05, 1);
      put(32'h8000_0000, 16'h0001, sh[5:0], 8'h00, 0);
      put(32'h8000_0000, 16'h0003, sh[5:0], 8'h00, 0);
      put(32'h4000_0000, 16'h0001, sh[5:0], 8'h00, 0);
      put(32'hC000_0000, 16'h8000, sh[5:0], 8'hF0, 0);
    end
    in_valid = 0;
    repeat (4) step();
    traffic(1500, 0, 48);
    traffic(800, 1, 4);
    traffic(300, 0, 1);
    step(); rst_n = 0; step(); rst_n = 1;
    traffic(1500, 1, 32);
    traffic(300, 0, 2);
    step(); in_valid = 0;
    repeat (6) step();
    $finish;
  end
endmodule
