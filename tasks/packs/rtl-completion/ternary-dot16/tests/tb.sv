module tb;
  logic clk = 0, rst = 1, ce = 1, in_valid = 0, out_valid;
  logic [127:0] acts = 0;
  logic [15:0] nonzero = 0, negative = 0;
  logic signed [12:0] out_sum;
  logic [4:0] out_nonzero;

  always #5 clk = ~clk;

  ternary_dot16 dut (
    .clk(clk), .rst(rst), .ce(ce), .in_valid(in_valid), .acts(acts), .nonzero(nonzero),
    .negative(negative), .out_valid(out_valid), .out_sum(out_sum), .out_nonzero(out_nonzero));

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

  task automatic fill(input int mode);
    for (int i = 0; i < 16; i++) begin
      s = xs32(s);
      case (mode)
        0: acts[8*i +: 8] = s[7:0];
        1: acts[8*i +: 8] = s[0] ? 8'h80 : 8'h7F;
        2: acts[8*i +: 8] = 8'h80;
        default: acts[8*i +: 8] = 8'h7F;
      endcase
    end
    s = xs32(s);
    nonzero  = s[31:16];
    negative = s[15:0];
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst = 0;
    in_valid = 1;
    // one lane at a time
    for (int i = 0; i < 16; i++) begin
      step(); fill(0); nonzero = 16'd1 << i;
      step(); nonzero = ~nonzero; negative = ~negative;
    end
    // both extremes
    for (int k = 0; k < 4; k++) begin
      step(); fill(2 + k / 2); nonzero = 16'hFFFF; negative = {16{k[0]}};
    end
    step(); nonzero = 16'h0000; negative = 16'hFFFF;
    for (int n = 0; n < 1200; n++) begin
      step();
      fill((n / 50) % 4);
      in_valid = s[3] | s[7];
      ce       = s[9] | s[12] | (n < 300);
      rst      = (s[25:20] == 0);
    end
    rst = 0; in_valid = 0; ce = 1;
    repeat (4) step();
    $finish;
  end
endmodule
