module tb;
  logic        clk = 0, rst_n = 0, in_valid = 0, is_signed = 0, descending = 0, out_valid;
  logic [31:0] keys = 0, sorted;
  logic [7:0]  origin;

  always #5 clk = ~clk;

  sort_four dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .keys(keys), .is_signed(is_signed), .descending(descending),
    .out_valid(out_valid), .sorted(sorted), .origin(origin));

  task automatic step(input logic v, input logic s, input logic d);
    in_valid = v; is_signed = s; descending = d;
    @(posedge clk); #1;
  endtask

  task automatic see(input logic v, input logic [31:0] want, input logic [7:0] from);
    if (out_valid !== v || (v && (sorted !== want || origin !== from)))
      $error("time %0t: expected out_valid %b sorted %h origin %b, got %b %h %b",
             $time, v, want, from, out_valid, sorted, origin);
  endtask

  initial begin
    step(0, 0, 0);
    rst_n = 1;
    keys = 32'h80_05_80_7f;
    step(1, 0, 0);
    see(0, 0, 0);
    step(1, 1, 0);
    see(0, 0, 0);
    step(1, 0, 1);
    see(1, 32'h80_80_7f_05, {2'd3, 2'd1, 2'd0, 2'd2});
    step(0, 0, 0);
    see(1, 32'h7f_05_80_80, {2'd0, 2'd2, 2'd3, 2'd1});
    step(0, 0, 0);
    see(1, 32'h05_7f_80_80, {2'd2, 2'd0, 2'd3, 2'd1});
    step(0, 0, 0);
    see(0, 0, 0);
    $finish;
  end
endmodule
