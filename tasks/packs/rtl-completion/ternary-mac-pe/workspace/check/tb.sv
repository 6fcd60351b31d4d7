module tb;
  logic clk = 0, rst_n = 0, clear = 0, en = 0, sat, bad;
  logic signed [7:0] act = 0, act_out;
  logic [1:0] code = 0;
  logic signed [8:0] acc;

  always #5 clk = ~clk;

  ternary_mac_pe #(.ACC_W(9)) dut (
    .clk(clk), .rst_n(rst_n), .clear(clear), .en(en), .act(act), .code(code), .act_out(act_out),
    .acc(acc), .sat(sat), .bad(bad));

  task automatic put(input logic c, input logic e, input logic [1:0] w, input logic signed [7:0] a,
                     input logic signed [8:0] want, input logic want_sat, input logic want_bad);
    clear = c; en = e; code = w; act = a;
    @(posedge clk); #1;
    if (acc !== want || sat !== want_sat || bad !== want_bad)
      $error("act %0d code %b: acc %0d sat %b bad %b, expected %0d %b %b", a, w, acc, sat, bad, want, want_sat, want_bad);
  endtask

  initial begin
    #12 rst_n = 1;
    put(0, 1, 2'b01, 127, 127, 0, 0);
    put(0, 1, 2'b11, -128, 255, 0, 0);
    put(0, 1, 2'b01, 1, 255, 1, 0);
    put(0, 1, 2'b10, 9, 255, 1, 1);
    put(1, 1, 2'b11, 5, -5, 0, 0);
    put(0, 0, 2'b01, 77, -5, 0, 0);
    if (act_out !== 5) $error("act_out %0d, expected 5", act_out);
    $finish;
  end
endmodule
