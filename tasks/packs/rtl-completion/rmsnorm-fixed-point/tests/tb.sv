module tb;
  logic clk = 0, rst_n = 0, in_valid = 0, in_ready, out_valid, out_ready = 0, out_sat;
  logic signed [7:0] in_x = 0, in_gain = 0, out_y;
  logic [2:0] out_index;
  logic [12:0] inv;

  always #5 clk = ~clk;

  rmsnorm8 dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_x(in_x),
    .in_gain(in_gain), .out_valid(out_valid), .out_ready(out_ready), .out_y(out_y),
    .out_sat(out_sat), .out_index(out_index), .inv(inv));

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

  task automatic row(input int mode, input logic stalls);
    for (int i = 0; i < 8; i++) begin
      step();
      if (stalls && s[2:0] < 3) begin
        in_valid = 0; in_x = s[10:3]; step();
      end
      in_valid = 1;
      in_gain  = s[24] ? s[23:16] : s[25] ? 8'h7F : 8'h80;
      case (mode)
        0: in_x = s[15:8];
        1: in_x = {{5{s[10]}}, s[10:8]};
        2: in_x = (i == 5) ? s[15:8] : 8'd0;
        3: in_x = 8'h80;
        4: in_x = 8'h00;
        5: in_x = {7'd0, s[8] & s[9]};
        7, 8: begin
          in_x    = (i == 5) ? 8'd64 : 8'd0;       // results at the limits and just beyond
          in_gain = (mode == 7) ? 8'hA5 : 8'd90 + {7'd0, s[5]};
        end
        9: begin
          in_x    = (i == 2) ? 8'd33 : 8'd0;       // just below a half
          in_gain = 8'hAB;
        end
        default: in_x = s[8] ? 8'h7F : 8'h81;
      endcase
    end
    for (int k = 0; k < (stalls ? 30 : 21); k++) begin
      step();
      in_valid  = (k < 18) & s[3];
      in_x      = s[20:13]; in_gain = s[28:21];
      out_ready = ~stalls | s[5] | s[6];
    end
    out_ready = 1; in_valid = 0;
    if (stalls) repeat (8) step();
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    for (int m = 0; m < 12; m++) row(m < 10 ? m : 8, 0);
    for (int k = 0; k < 70; k++) row(k % 7, s[31]);
    for (int k = 0; k < 30; k++) begin
      for (int i = 0; i < 3 + k; i++) begin
        step(); in_valid = 1; in_x = s[7:0]; in_gain = s[15:8]; out_ready = s[16];
      end
      step(); rst_n = 0;
      step(); rst_n = 1; in_valid = 0;
      if (k % 4 == 0) row(0, 0);
    end
    step();
    $finish;
  end
endmodule
