// Feeds a list of divisions to the divider and compares each result when done
// is seen. Unsigned cases first, then the signed ones from the report.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        start = 0, signed_op = 0;
  logic [15:0] dividend = 0, divisor = 0;
  logic        busy, done, div_by_zero;
  logic [15:0] quotient, remainder;

  always #5 clk = ~clk;

  divider dut (
    .clk(clk), .rst_n(rst_n), .start(start), .signed_op(signed_op),
    .dividend(dividend), .divisor(divisor), .busy(busy), .done(done),
    .quotient(quotient), .remainder(remainder), .div_by_zero(div_by_zero)
  );

  task automatic divide(input logic s, input logic [15:0] a, input logic [15:0] b,
                        input logic [15:0] exp_q, input logic [15:0] exp_r);
    int n;
    @(posedge clk); #1;
    start = 1; signed_op = s; dividend = a; divisor = b;
    @(posedge clk); #1;
    start = 0; signed_op = 0; dividend = 16'h5555; divisor = 16'h3333;
    n = 0;
    @(negedge clk);
    while (!done && n < 40) begin
      @(negedge clk);
      n = n + 1;
    end
    if (done !== 1'b1)        $error("done: expected %h, got %h", 1'b1, done);
    if (busy !== 1'b0)        $error("busy: expected %h, got %h", 1'b0, busy);
    if (quotient !== exp_q)   $error("quotient: expected %h, got %h", exp_q, quotient);
    if (remainder !== exp_r)  $error("remainder: expected %h, got %h", exp_r, remainder);
    if (div_by_zero !== (b == 0))
      $error("div_by_zero: expected %h, got %h", b == 0, div_by_zero);
  endtask

  initial begin
    repeat (4) @(posedge clk);
    #1 rst_n = 1;
    divide(0, 16'd1000,  16'd7,    16'd142,  16'd6);
    divide(0, 16'hfff9,  16'd2,    16'h7ffc, 16'h0001);
    divide(0, 16'hfff9,  16'd0,    16'hffff, 16'hfff9);
    divide(0, 16'd3,     16'hffff, 16'd0,    16'd3);
    divide(1, 16'd7,     16'd2,    16'd3,    16'd1);
    divide(1, -16'sd7,   16'd2,    -16'sd3,  -16'sd1);
    divide(1, 16'd7,     -16'sd2,  -16'sd3,  16'd1);
    divide(1, 16'd1234,  -16'sd56, -16'sd22, 16'd2);
    divide(1, 16'h8000,  -16'sd1,  16'h8000, 16'h0000);
    divide(1, -16'sd100, 16'd0,    16'hffff, -16'sd100);
    divide(1, 16'd100,   16'd0,    16'hffff, 16'd100);
    $finish;
  end
endmodule
