// One byte in mode 0 and one in mode 3, two clocks per interval; a device answers with the inverted bits.
module tb;
  logic       clk = 0, rst = 1, cpol = 0, cpha = 0, start = 0;
  logic [3:0] divider = 1;
  logic [7:0] tx = 0, rx;
  logic       miso, sck, mosi, cs_n, busy, done;

  always #5 clk = ~clk;
  assign miso = ~mosi;

  spi_master dut (
    .clk(clk), .rst(rst), .cpol(cpol), .cpha(cpha), .divider(divider), .start(start), .tx(tx), .miso(miso),
    .sck(sck), .mosi(mosi), .cs_n(cs_n), .busy(busy), .done(done), .rx(rx)
  );

  // expected level of mosi in the 17 intervals, from the left
  task automatic transfer(input logic pol, input logic pha, input logic [7:0] d, input logic [16:0] line);
    cpol = pol; cpha = pha; tx = d; start = 1;
    @(posedge clk); #1;
    start = 0; cpol = 0; cpha = 0; tx = 8'h00;
    for (int i = 0; i < 17; i++)
      for (int k = 0; k < 2; k++) begin
        if (busy !== 1'b1 || cs_n !== 1'b0) $error("interval %0d: busy %b, cs_n %b", i, busy, cs_n);
        if (sck !== (pol ^ i[0])) $error("interval %0d: sck: expected %b, got %b", i, pol ^ i[0], sck);
        if (mosi !== line[16-i]) $error("interval %0d: mosi: expected %b, got %b", i, line[16-i], mosi);
        if (done !== 1'b0) $error("interval %0d: done: expected 0, got %b", i, done);
        @(posedge clk); #1;
      end
    if (busy !== 1'b0 || cs_n !== 1'b1) $error("end: busy %b, cs_n %b", busy, cs_n);
    if (done !== 1'b1) $error("end: done: expected 1, got %b", done);
    if (mosi !== 1'b0) $error("end: mosi: expected 0, got %b", mosi);
    if (rx !== ~d) $error("end: rx: expected %h, got %h", ~d, rx);
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    transfer(0, 0, 8'hb2, 17'b11_00_11_11_00_00_11_00_0);
    transfer(1, 1, 8'h65, 17'b0_00_11_11_00_00_11_00_11);
    @(posedge clk); #1;
    if (done !== 1'b0) $error("after the end: done: expected 0, got %b", done);
    $finish;
  end
endmodule
