// Every combination of inputs in every state, several times over; inputs change at both edges.
module tb;
  logic clk = 0, rst_n = 0, up = 0, clear = 0;
  logic [2:0] count;
  logic full;
  saturating dut (.clk(clk), .rst_n(rst_n), .up(up), .clear(clear), .count(count), .full(full));
  always #5 clk = ~clk;
  logic [31:0] s = 32'h2545F491;
  always @(clk) begin
    #1;
    s = s ^ (s << 13);
    s = s ^ (s >> 17);
    s = s ^ (s << 5);
    up = s[1:0] != 0;
    clear = s[6:2] == 0;
    rst_n = !($time < 40 || s[12:7] == 0);
  end
  initial #40000 $finish;
endmodule
