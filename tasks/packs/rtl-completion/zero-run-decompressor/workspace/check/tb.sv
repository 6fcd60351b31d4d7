module tb;
  logic clk = 0, rst = 1, in_valid = 0, in_ready, in_last = 0, out_valid, out_ready = 1, out_last, truncated;
  logic [7:0] in_data = 0, out_data;

  always #5 clk = ~clk;

  zero_run_decoder dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
    .in_last(in_last), .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data),
    .out_last(out_last), .truncated(truncated));

  // one clock: the byte, whether it is taken, what the register shows afterwards
  task automatic tick(input logic [7:0] d, input logic l, input logic taken, input logic v, input logic [7:0] q, input logic ql);
    in_valid = 1; in_data = d; in_last = l;
    #1;
    if (in_ready !== taken) $error("byte %h: in_ready %b, expected %b", d, in_ready, taken);
    @(posedge clk); #1;
    if (out_valid !== v || (v && (out_data !== q || out_last !== ql)))
      $error("byte %h: out %b %h last %b, expected %b %h %b", d, out_valid, out_data, out_last, v, q, ql);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    tick(8'h07, 0, 1, 1, 8'h07, 0);
    tick(8'h00, 0, 1, 0, 8'h00, 0);
    tick(8'h02, 0, 1, 1, 8'h00, 0);
    tick(8'h00, 0, 0, 1, 8'h00, 0);
    out_ready = 0;
    tick(8'h00, 0, 0, 1, 8'h00, 0);
    out_ready = 1;
    tick(8'h00, 0, 0, 1, 8'h00, 0);
    tick(8'h00, 0, 1, 0, 8'h00, 0);
    tick(8'h00, 1, 1, 1, 8'h00, 1);
    tick(8'h00, 0, 1, 0, 8'h00, 0);
    tick(8'h01, 1, 1, 1, 8'h00, 0);
    tick(8'h55, 0, 0, 1, 8'h00, 1);
    if (truncated !== 0) $error("truncated without reason");
    tick(8'h00, 1, 1, 1, 8'h00, 1);
    if (truncated !== 1) $error("truncated missing");
    tick(8'h09, 1, 1, 1, 8'h09, 1);
    if (truncated !== 0) $error("truncated stays");
    $finish;
  end
endmodule
