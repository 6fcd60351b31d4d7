module tb;
  logic clk = 0, rst_n = 0;
  logic w_load = 0, w_swap = 0, x_in_valid = 0, x_in_ready, p_in_valid = 0, p_in_ready, p_in_last = 0;
  logic x_out_valid, x_out_ready = 1, p_out_valid, p_out_ready = 1, p_out_last;
  logic signed [7:0] w_in = 0, w_out, x_in = 0, x_out;
  logic signed [19:0] p_in = 0, p_out;

  always #5 clk = ~clk;

  ws_pe dut (
    .clk(clk), .rst_n(rst_n), .w_load(w_load), .w_swap(w_swap), .w_in(w_in), .w_out(w_out),
    .x_in_valid(x_in_valid), .x_in_ready(x_in_ready), .x_in(x_in), .p_in_valid(p_in_valid),
    .p_in_ready(p_in_ready), .p_in(p_in), .p_in_last(p_in_last), .x_out_valid(x_out_valid),
    .x_out_ready(x_out_ready), .x_out(x_out), .p_out_valid(p_out_valid), .p_out_ready(p_out_ready),
    .p_out(p_out), .p_out_last(p_out_last));

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

  // probabilities in eighths
  task automatic traffic(input int n, input int xv, input int pv, input int xr, input int pr, input int ld);
    for (int k = 0; k < n; k++) begin
      step();
      x_in_valid  = s[2:0]   < xv;
      p_in_valid  = s[5:3]   < pv;
      x_out_ready = s[8:6]   < xr;
      p_out_ready = s[11:9]  < pr;
      w_load      = s[14:12] < ld;
      w_swap      = s[17:15] < ld;
      p_in_last   = s[18];
      w_in        = s[19] ? 8'h80 : s[27:20];
      s = xs32(s);
      x_in = s[31] ? 8'h80 : s[7:0];
      p_in = s[29] ? (s[30] ? 20'h7FFF0 : 20'h80004) : s[27:8];
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    traffic(300, 8, 8, 8, 8, 1);
    traffic(200, 8, 8, 8, 8, 4);
    traffic(400, 4, 8, 8, 4, 2);
    traffic(400, 8, 4, 4, 8, 2);
    traffic(500, 5, 5, 5, 5, 2);
    step(); rst_n = 0; step(); rst_n = 1;
    traffic(20, 8, 8, 8, 8, 0);
    traffic(100, 8, 8, 2, 2, 1);
    step(); rst_n = 0; step(); rst_n = 1;
    traffic(300, 7, 7, 6, 6, 1);
    step();
    $finish;
  end
endmodule
