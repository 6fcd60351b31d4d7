// The table of the instruction, bit 0 as given and bit 1 inverted.
module tb;
  logic       clk = 0, rst = 1, en = 1;
  logic [1:0] d = 2'b10;
  logic [1:0] rise, fall;
  logic       changed;

  always #5 clk = ~clk;

  edge_detector #(.WIDTH(2)) dut (
    .clk(clk), .rst(rst), .en(en), .d(d), .rise(rise), .fall(fall), .changed(changed)
  );

  task automatic clock(input logic r, input logic e, input logic v, input logic up, input logic down);
    rst = r; en = e; d = {~v, v};
    @(posedge clk); @(negedge clk);
    if (rise !== {down, up}) $error("rise: expected %b, got %b", {down, up}, rise);
    if (fall !== {up, down}) $error("fall: expected %b, got %b", {up, down}, fall);
    if (changed !== (up | down)) $error("changed: expected %b, got %b", up | down, changed);
  endtask

  initial begin
    clock(1, 1, 0, 0, 0);
    clock(0, 1, 1, 0, 0);
    clock(0, 1, 0, 0, 1);
    clock(0, 0, 1, 0, 0);
    clock(0, 1, 1, 1, 0);
    clock(0, 1, 1, 0, 0);
    clock(0, 1, 0, 0, 1);
    $finish;
  end
endmodule
