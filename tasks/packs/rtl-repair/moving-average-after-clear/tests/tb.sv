module tb;
  logic clk = 0, rst_n = 0, clear = 0, in_valid = 0, out_valid;
  logic signed [11:0] in_data = 0;
  logic signed [9:0] out_data;

  always #5 clk = ~clk;

  moving_average dut (
    .clk(clk), .rst_n(rst_n), .clear(clear), .in_valid(in_valid), .in_data(in_data),
    .out_valid(out_valid), .out_data(out_data));

  logic [31:0] s;

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

  // clr: clear when the low bits under this mask are zero (never if 0)
  task automatic traffic(input int n, input logic gaps, input logic [31:0] clr, input int mode);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid = ~gaps | (s[9:8] != 0);
      clear    = (clr != 0) && ((s & clr) == 0);
      s = xs32(s);
      case (mode)
        0: in_data = s[11:0];
        1: in_data = {{3{s[8]}}, s[8:0]};
        2: in_data = s[20] ? 12'sh7FF : 12'sh800;
        default: in_data = 12'sh7FF;
      endcase
    end
    clear = 0;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h5A5A5A5;
    repeat (4) step();
    rst_n = 1;
    traffic(5, 0, 0, 1);
    step(); clear = 1; in_valid = 1; step(); clear = 0; in_valid = 0;
    traffic(40, 0, 0, 1);
    step(); clear = 1; in_valid = 0; step(); clear = 0;
    traffic(40, 0, 0, 0);
    step(); clear = 1; in_valid = 1; step(); clear = 0;
    traffic(40, 1, 0, 1);
    traffic(30, 0, 0, 3);
    step(); in_data = 12'sh800; repeat (30) step();
    traffic(600, 1, 32'h0000003F, 1);
    traffic(600, 0, 32'h0000001F, 0);
    traffic(400, 0, 32'h00000007, 1);
    traffic(400, 1, 32'h0000003F, 2);
    traffic(30, 0, 0, 0);
    step(); rst_n = 0; step(); rst_n = 1;
    traffic(600, 1, 32'h0000007F, 1);
    traffic(600, 1, 0, 0);
    step(); in_valid = 0;
    repeat (4) step();
    $finish;
  end
endmodule
