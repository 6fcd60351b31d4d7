// Fills both places, drains them, runs at full rate and drops.
module tb;
  logic        clk = 0, rst_n = 0, drop = 0, in_valid = 0, out_ready = 0;
  logic [11:0] in_data = 0, out_data;
  logic        in_ready, out_valid;
  logic [1:0]  stored;

  always #5 clk = ~clk;

  skid_buffer dut (
    .clk(clk), .rst_n(rst_n), .drop(drop), .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
    .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data), .stored(stored)
  );

  task automatic clock(input logic v, input logic [11:0] d, input logic r, input logic [1:0] s, input logic [11:0] o);
    in_valid = v; in_data = d; out_ready = r;
    @(posedge clk); #1;
    if (stored !== s) $error("stored: expected %0d, got %0d", s, stored);
    if (in_ready !== (s < 2)) $error("in_ready: expected %b, got %b", s < 2, in_ready);
    if (out_valid !== (s > 0)) $error("out_valid: expected %b, got %b", s > 0, out_valid);
    if (s != 0 && out_data !== o) $error("out_data: expected %h, got %h", o, out_data);
  endtask

  initial begin
    clock(1, 12'h0ff, 0, 0, 0);
    rst_n = 1;
    clock(1, 12'h111, 1, 1, 12'h111);
    clock(1, 12'h222, 1, 1, 12'h222);
    clock(1, 12'h333, 0, 2, 12'h222);
    clock(1, 12'h444, 0, 2, 12'h222);
    clock(1, 12'h444, 1, 1, 12'h333);
    clock(1, 12'h444, 1, 1, 12'h444);
    clock(0, 12'h555, 1, 0, 0);
    clock(1, 12'h666, 0, 1, 12'h666);
    drop = 1;
    clock(1, 12'h777, 0, 1, 12'h777);
    clock(0, 12'h888, 0, 0, 0);
    $finish;
  end
endmodule
