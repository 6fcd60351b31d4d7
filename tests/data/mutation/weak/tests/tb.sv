// Counts past the end and looks no further.
module tb;
  logic clk = 0, rst_n = 0, up = 0;
  logic [2:0] count;
  logic full;
  saturating dut (.clk(clk), .rst_n(rst_n), .up(up), .clear(1'b0), .count(count), .full(full));
  always #5 clk = ~clk;
  initial begin
    #22 rst_n = 1;
    up = 1;
    #80 $finish;
  end
endmodule
