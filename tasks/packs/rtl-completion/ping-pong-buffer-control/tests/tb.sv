module tb;
  logic clk = 0, rst_n = 0, flush = 0, wr_valid = 0, wr_last = 0, wr_ready, wr_bank, rd_ready = 0, rd_valid, rd_bank, rd_last;
  logic [3:0] wr_addr, rd_addr;
  logic [1:0] full;

  always #5 clk = ~clk;

  pingpong_ctrl dut (
    .clk(clk), .rst_n(rst_n), .flush(flush), .wr_valid(wr_valid), .wr_last(wr_last),
    .wr_ready(wr_ready), .wr_bank(wr_bank), .wr_addr(wr_addr), .rd_ready(rd_ready),
    .rd_valid(rd_valid), .rd_bank(rd_bank), .rd_addr(rd_addr), .rd_last(rd_last), .full(full));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  // probabilities in sixteenths
  task automatic traffic(input int n, input int w, input int l, input int r);
    for (int k = 0; k < n; k++) begin
      step();
      wr_valid = s[3:0]  < w;
      wr_last  = s[7:4]  < l;
      rd_ready = s[11:8] < r;
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    traffic(100, 16, 0, 16);
    traffic(100, 16, 0, 8);
    traffic(100, 8, 0, 16);
    traffic(200, 16, 16, 16);
    traffic(300, 12, 4, 12);
    for (int k = 0; k < 24; k++) begin
      traffic(s[4:0], 13, 3, 9);
      step();
      if (k % 3 == 0) rst_n = 0; else flush = 1;
      wr_valid = 1; wr_last = s[9]; rd_ready = 1;
      step();
      rst_n = 1; flush = 0;
    end
    traffic(300, 16, 2, 6);
    traffic(300, 6, 2, 16);
    traffic(300, 10, 1, 10);
    step();
    $finish;
  end
endmodule
