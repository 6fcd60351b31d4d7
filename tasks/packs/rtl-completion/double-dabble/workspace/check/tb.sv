module tb;
  logic        clk = 0, rst = 1, start = 0, busy, done;
  logic [15:0] bin = 0;
  logic [19:0] bcd, last;
  logic [2:0]  digits;

  always #5 clk = ~clk;

  double_dabble dut (
    .clk(clk), .rst(rst), .start(start), .bin(bin), .busy(busy), .done(done), .bcd(bcd), .digits(digits));

  task automatic convert(input logic [15:0] n, input logic [19:0] want, input logic [2:0] d);
    last = bcd;
    start = 1; bin = n;
    @(posedge clk); #1;
    start = 0; bin = ~n;
    for (int i = 0; i < 16; i++) begin
      if (busy !== 1 || done !== 0 || bcd !== last)
        $error("%0d, edge %0d: expected busy 1 done 0 bcd %h, got %b %b %h", n, i, last, busy, done, bcd);
      @(posedge clk); #1;
    end
    if (busy !== 0 || done !== 1 || bcd !== want || digits !== d)
      $error("%0d: expected busy 0 done 1 bcd %h digits %0d, got %b %b %h %0d", n, want, d, busy, done, bcd, digits);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1;
    rst = 0;
    if (busy !== 0 || done !== 0 || bcd !== 0 || digits !== 1)
      $error("reset: expected 0 0 00000 1, got %b %b %h %0d", busy, done, bcd, digits);
    convert(16'd40961, 20'h40961, 5);
    convert(16'd7, 20'h00007, 1);
    @(posedge clk); #1;
    if (done !== 0 || bcd !== 20'h00007) $error("expected done 0 bcd 00007, got %b %h", done, bcd);
    convert(16'd1090, 20'h01090, 4);
    $finish;
  end
endmodule
