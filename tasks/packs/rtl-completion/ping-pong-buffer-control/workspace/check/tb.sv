module tb;
  logic clk = 0, rst_n = 0, flush = 0, wr_valid = 0, wr_last = 0, wr_ready, wr_bank, rd_ready = 0, rd_valid, rd_bank, rd_last;
  logic [3:0] wr_addr, rd_addr;
  logic [1:0] full;

  always #5 clk = ~clk;

  pingpong_ctrl dut (
    .clk(clk), .rst_n(rst_n), .flush(flush), .wr_valid(wr_valid), .wr_last(wr_last),
    .wr_ready(wr_ready), .wr_bank(wr_bank), .wr_addr(wr_addr), .rd_ready(rd_ready),
    .rd_valid(rd_valid), .rd_bank(rd_bank), .rd_addr(rd_addr), .rd_last(rd_last), .full(full));

  task automatic want(input logic wr, input logic wb, input int wa, input logic rv, input logic rb, input int ra, input logic [1:0] f);
    if (wr_ready !== wr || wr_bank !== wb || wr_addr !== wa[3:0] || rd_valid !== rv || rd_bank !== rb || rd_addr !== ra[3:0] || full !== f)
      $error("wr %b %b %0d rd %b %b %0d full %b, expected %b %b %0d %b %b %0d %b",
             wr_ready, wr_bank, wr_addr, rd_valid, rd_bank, rd_addr, full, wr, wb, wa, rv, rb, ra, f);
  endtask

  task automatic tick(input logic w, input logic l, input logic r);
    wr_valid = w; wr_last = l; rd_ready = r;
    @(posedge clk); #1;
  endtask

  initial begin
    #12 rst_n = 1;
    want(1, 0, 0, 0, 0, 0, 2'b00);
    tick(1, 0, 1); want(1, 0, 1, 0, 0, 0, 2'b00);
    tick(1, 1, 1); want(1, 1, 0, 1, 0, 0, 2'b01);
    repeat (16) tick(1, 0, 0);
    want(0, 0, 0, 1, 0, 0, 2'b11);
    if (rd_last !== 0) $error("rd_last at address 0");
    tick(1, 1, 1); want(0, 0, 0, 1, 0, 1, 2'b11);
    if (rd_last !== 1) $error("no rd_last at address 1");
    tick(1, 1, 1); want(1, 0, 0, 1, 1, 0, 2'b10);
    tick(1, 1, 1); want(0, 1, 0, 1, 1, 1, 2'b11);
    flush = 1;
    tick(1, 0, 1); want(1, 0, 0, 0, 0, 0, 2'b00);
    $finish;
  end
endmodule
