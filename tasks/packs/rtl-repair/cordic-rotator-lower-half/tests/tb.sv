module tb;
  logic clk = 0, rst_n = 0;
  logic in_valid = 0, in_ready, out_valid, out_ready = 1;
  logic signed [15:0] in_x = 0, in_y = 0, in_angle = 0;
  logic signed [17:0] out_x, out_y;

  always #5 clk = ~clk;

  cordic_rotator dut (
    .clk(clk), .rst_n(rst_n),
    .in_valid(in_valid), .in_ready(in_ready),
    .in_x(in_x), .in_y(in_y), .in_angle(in_angle),
    .out_valid(out_valid), .out_ready(out_ready),
    .out_x(out_x), .out_y(out_y));

  logic [31:0] s;
  int corners = 8;

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

  function automatic logic [15:0] corner(input logic [2:0] k);
    case (k)
      0: return 16'h0000;
      1: return 16'h7FFF;
      2: return 16'h8000;
      3: return 16'hFFFF;
      4: return 16'h0001;
      5: return 16'h4000;
      6: return 16'hC000;
      default: return 16'h3FFF;
    endcase
  endfunction

  // mode 0: always ready, back to back; 1: random stalls and gaps; 2: rare traffic
  task automatic traffic(input int n, input int mode);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid  = (mode == 0) | (mode == 1 & s[0]) | (mode == 2 & s[2:0] == 0);
      out_ready = (mode == 0) | (mode == 1 & s[5:4] != 0) | (mode == 2 & s[8]);
      s = xs32(s);
      in_x = s[15:0];
      in_y = s[31:16];
      s = xs32(s);
      in_angle = s[15:0];
      if (s[19:16] == 0) in_y = {{8{s[20]}}, s[28:21]};   // small ones
      if (s[19:17] == 3) in_x = {{10{s[20]}}, s[26:21]};
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h1234567;
    repeat (4) step();
    rst_n = 1;
    for (int a = 0; a < corners; a++)
      for (int b = 0; b < corners; b++)
        for (int c = 0; c < corners; c++) begin
          step();
          in_valid = 1;
          in_x = corner(a[2:0]); in_y = corner(b[2:0]); in_angle = corner(c[2:0]);
        end
    traffic(1500, 0);
    traffic(1500, 1);
    step(); rst_n = 0; step(); step(); rst_n = 1;
    traffic(300, 2);
    traffic(1500, 1);
    step(); in_valid = 0; out_ready = 1;
    repeat (30) step();
    $finish;
  end
endmodule
