module tb;
  logic       clk = 0, rst_n = 0, start = 0, cancel = 0, is_signed = 0, busy, done, by_zero;
  logic [7:0] dividend = 0, divisor = 0, quotient, remainder, last_q;

  always #5 clk = ~clk;

  divider #(.WIDTH(8)) dut (
    .clk(clk), .rst_n(rst_n), .start(start), .cancel(cancel), .is_signed(is_signed),
    .dividend(dividend), .divisor(divisor), .busy(busy), .done(done),
    .quotient(quotient), .remainder(remainder), .by_zero(by_zero));

  task automatic divide(input logic [7:0] a, input logic [7:0] b, input logic s,
                        input logic [7:0] q, input logic [7:0] r, input logic z);
    last_q = quotient;
    start = 1; dividend = a; divisor = b; is_signed = s;
    @(posedge clk); #1;
    start = 0; dividend = ~a; divisor = 8'd3; is_signed = ~s;
    for (int i = 0; i < 8; i++) begin
      if (busy !== 1 || done !== 0 || quotient !== last_q)
        $error("%h / %h, clock %0d: expected busy 1 done 0 quotient %h, got %b %b %h",
               a, b, i, last_q, busy, done, quotient);
      @(posedge clk); #1;
    end
    if (busy !== 0 || done !== 1) $error("%h / %h: expected busy 0 done 1, got %b %b", a, b, busy, done);
    if (quotient !== q || remainder !== r || by_zero !== z)
      $error("%h / %h is_signed %b: expected %h remainder %h by_zero %b, got %h %h %b",
             a, b, s, q, r, z, quotient, remainder, by_zero);
  endtask

  initial begin
    @(posedge clk); #1;
    rst_n = 1;
    divide(8'hf9, 8'h02, 1, 8'hfd, 8'hff, 0);
    divide(8'hf9, 8'h02, 0, 8'h7c, 8'h01, 0);
    divide(8'h07, 8'hfe, 1, 8'hfd, 8'h01, 0);
    divide(8'hf9, 8'h00, 1, 8'hff, 8'hf9, 1);
    divide(8'h80, 8'hff, 1, 8'h80, 8'h00, 0);
    // cancelled
    start = 1; dividend = 8'd100; divisor = 8'd7;
    @(posedge clk); #1;
    start = 0;
    repeat (3) @(posedge clk);
    #1 cancel = 1;
    @(posedge clk); #1;
    cancel = 0;
    repeat (8) begin
      if (busy !== 0 || done !== 0 || quotient !== 8'h80)
        $error("after cancel: expected busy 0 done 0 quotient 80, got %b %b %h", busy, done, quotient);
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
