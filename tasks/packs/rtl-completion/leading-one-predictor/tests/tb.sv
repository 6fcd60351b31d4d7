module tb;
  logic clk = 0;
  logic [15:0] a = 0, b = 0, diff, shifted, norm;
  logic sign, zero, fix;
  logic [3:0] pred;

  always #5 clk = ~clk;

  lead_predict dut (
    .a(a), .b(b), .sign(sign), .zero(zero), .pred(pred), .diff(diff), .shifted(shifted), .fix(fix),
    .norm(norm));

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
    step();
    for (int i = 0; i < 16; i++) begin
      for (int j = 0; j < 16; j++) begin
        step(); a = 16'd1 << i; b = 16'd1 << j;
        step(); a = 16'hFFFF << i; b = 16'hFFFF >> j;
        step(); a = (16'd1 << i) - 16'd1; b = 16'd1 << j;
      end
    end
    // close numbers, equal numbers, long borrows
    for (int n = 0; n < 1200; n++) begin
      step();
      a = s[15:0];
      case (s[18:16])
        0: b = a;
        1: b = a + {12'd0, s[22:19]};
        2: b = a - {12'd0, s[22:19]};
        3: b = a ^ (16'd1 << s[22:19]);
        4: b = a ^ (16'hFFFF >> s[22:19]);
        5: b = (a | (16'hFFFF >> s[22:19])) + {14'd0, s[24:23]};
        6: b = {s[19], s[30:16]} >> s[27:24];
        default: b = {s[16], s[31:17]};
      endcase
      if (s[28]) begin
        a = a >> s[22:19]; b = b >> s[22:19];
      end
    end
    step();
    $finish;
  end
endmodule
