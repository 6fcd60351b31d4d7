module tb;
  logic        clk = 0, rst = 1, flush = 0, clear_errors = 0, wr_en = 1, rd_en = 1;
  logic [7:0]  wr_data = 0, rd_data;
  logic [12:0] rd_data1;
  logic        full, empty, almost_full, almost_empty, overflow, underflow, shown;
  logic        full1, empty1, almost_full1, almost_empty1, overflow1, underflow1, shown1;
  logic [6:0]  level, level1;

  always #5 clk = ~clk;

  sync_fifo dut (
    .clk(clk), .rst(rst), .flush(flush), .clear_errors(clear_errors), .wr_en(wr_en), .wr_data(wr_data),
    .rd_en(rd_en), .rd_data(rd_data), .full(full), .empty(empty), .almost_full(almost_full),
    .almost_empty(almost_empty), .level(level), .overflow(overflow), .underflow(underflow)
  );
  sync_fifo #(.WIDTH(13), .DEPTH(64), .MARGIN(5)) dut1 (
    .clk(clk), .rst(rst), .flush(flush), .clear_errors(clear_errors), .wr_en(wr_en), .wr_data({~wr_data[4:0], wr_data}),
    .rd_en(rd_en), .rd_data(rd_data1), .full(full1), .empty(empty1), .almost_full(almost_full1),
    .almost_empty(almost_empty1), .level(level1), .overflow(overflow1), .underflow(underflow1)
  );
  assign shown  = empty === 1'b0;
  assign shown1 = empty1 === 1'b0;

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  int fill = 0;

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    for (int n = 0; n < 6000; n++) begin
      roll;
      rst          = (n < 2) || (rng[31:23] == 0);
      flush        = (rng[22:15] == 0);
      clear_errors = (rng[14:13] == 0);
      if (n % 90 == 0) fill = (n / 90) % 4;
      case (fill)
        0: begin wr_en = 1; rd_en = (rng[12:10] == 0); end
        1: begin wr_en = 1; rd_en = 1; end
        2: begin wr_en = (rng[12:10] == 0); rd_en = 1; end
        default: begin wr_en = rng[9]; rd_en = rng[8]; end
      endcase
      // stretches without flush and reset, to get to the top of the deep one
      if (n % 720 < 400) begin rst = n < 2; flush = 0; if (n % 720 < 180 && n % 720 > 100) rd_en = n % 5 == 0; end
      wr_data = rng[7:0];
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
