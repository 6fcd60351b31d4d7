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

  task automatic sum(input int want);
    if (p_out_valid !== 1 || p_out !== want[19:0]) $error("p_out valid %b %0d, expected %0d", p_out_valid, p_out, want);
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    w_load = 1; w_in = -3;
    @(posedge clk); #1;
    if (w_out !== -8'sd3) $error("w_out %0d, expected -3", w_out);
    w_load = 0; w_swap = 1; x_in_valid = 1; p_in_valid = 1; x_in = 5; p_in = 100; p_in_last = 1;
    @(posedge clk); #1;
    sum(100);
    w_swap = 0;
    @(posedge clk); #1;
    sum(85);
    if (x_out_valid !== 1 || x_out !== 8'sd5 || p_out_last !== 1) $error("x_out %0d last %b", x_out, p_out_last);
    // x_out is blocked: p_out goes on alone, nothing is taken
    x_out_ready = 0; x_in = 7;
    #1;
    if (x_in_ready !== 0 || p_in_ready !== 0) $error("ready while x_out is blocked");
    @(posedge clk); #1;
    if (x_out_valid !== 1 || x_out !== 8'sd5 || p_out_valid !== 0) $error("x_out %b %0d p_out_valid %b", x_out_valid, x_out, p_out_valid);
    x_out_ready = 1;
    #1;
    if (x_in_ready !== 1 || p_in_ready !== 1) $error("not ready");
    @(posedge clk); #1;
    sum(79);
    $finish;
  end
endmodule
