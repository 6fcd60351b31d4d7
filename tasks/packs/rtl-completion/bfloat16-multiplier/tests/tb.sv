module tb;
  logic clk = 0, rst = 1, in_valid = 0, out_valid;
  logic [15:0] a = 0, b = 0, y;
  logic [3:0] flags;
  logic [15:0] special [0:15];

  always #5 clk = ~clk;

  bf16_mul dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .a(a), .b(b), .out_valid(out_valid), .y(y),
    .flags(flags));

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

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    special[0] = 16'h0000;  special[1] = 16'h8000;  special[2] = 16'h007F;  special[3] = 16'h8001;
    special[4] = 16'h7F80;  special[5] = 16'hFF80;  special[6] = 16'h7F81;  special[7] = 16'hFFC0;
    special[8] = 16'h0080;  special[9] = 16'h7F7F;  special[10] = 16'h3F80; special[11] = 16'hBFFF;
    special[12] = 16'h3F97; special[13] = 16'h3FD9; special[14] = 16'h00FF; special[15] = 16'hFF00;
    repeat (3) step();
    rst = 0; in_valid = 1;
    for (int i = 0; i < 256; i++) begin
      step();
      a = special[i / 16]; b = special[i % 16];
    end
    // significands with ties: few bits in each
    for (int n = 0; n < 600; n++) begin
      step();
      a = {s[0], 8'd127 + {4'd0, s[4:1]}, s[11:5] & (7'h7F << s[14:12])};
      b = {s[15], 8'd120 + {4'd0, s[19:16]}, s[26:20] & (7'h7F << s[29:27])};
    end
    // around overflow and underflow
    for (int n = 0; n < 900; n++) begin
      step();
      a = {s[0], s[8:1], s[15:9] | {7{n[4]}}};
      b = {s[16], (n[0] ? 8'd127 : 8'd124) - a[14:7] + {6'd0, s[18:17]} - (n[1] ? 8'd0 : 8'd128), s[25:19] | {7{n[5]}}};
      if (n[2]) begin
        a[6:0] = 7'h17; b[6:0] = 7'h59;
      end
    end
    for (int n = 0; n < 700; n++) begin
      step();
      in_valid = s[31:30] != 0;
      rst      = s[29:25] == 0;
      s = xs32(s);
      a = s[15:0]; b = s[31:16];
      if (s[3:0] == 5) b = special[s[19:16]];
    end
    rst = 0; in_valid = 0;
    repeat (3) step();
    $finish;
  end
endmodule
