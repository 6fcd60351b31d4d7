module tb;
  logic clk = 0, rst = 1, in_valid = 0, in_ready, in_last = 0, out_valid, out_ready = 1, out_last, truncated;
  logic [7:0] in_data = 0, out_data;

  always #5 clk = ~clk;

  zero_run_decoder dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
    .in_last(in_last), .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data),
    .out_last(out_last), .truncated(truncated));

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

  task automatic traffic(input int n, input logic always_valid, input logic always_ready, input int mode);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid  = always_valid | s[1] | s[5];
      out_ready = always_ready | s[2];
      in_last   = s[8:6] == 0;
      case (mode)
        0: in_data = s[9] ? 8'd0 : s[17:10];
        1: in_data = s[9] ? 8'd0 : {6'd0, s[11:10]};
        2: in_data = (s[11:9] == 0) ? 8'd0 : s[19:12];
        default: in_data = {7'd0, s[12]};
      endcase
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst = 0;
    traffic(500, 1, 1, 1);
    traffic(400, 0, 0, 1);
    traffic(300, 1, 0, 3);
    // the longest run, as the end of a packet and not
    for (int k = 0; k < 2; k++) begin
      step(); in_valid = 0; out_ready = 1;
      repeat (260) step();
      step(); in_valid = 1; in_data = 8'h11; in_last = 1;
      step(); in_data = 8'h22; in_last = 0;
      step(); in_data = 8'h00;
      step(); in_data = 8'hFF; in_last = k[0];
      step(); in_data = 8'h33; in_last = 1;
      repeat (256) step();
    end
    traffic(1200, 1, 1, 0);
    traffic(400, 0, 1, 2);
    for (int k = 0; k < 25; k++) begin
      traffic(s[4:0], 1, k[0], 1 + 2 * k[1]);
      step(); rst = 1; in_valid = 1; in_data = k[2] ? 8'h00 : 8'h44; in_last = k[3];
      step(); rst = 0;
    end
    traffic(300, 0, 0, 1);
    step(); in_valid = 0; out_ready = 1;
    repeat (10) step();
    $finish;
  end
endmodule
