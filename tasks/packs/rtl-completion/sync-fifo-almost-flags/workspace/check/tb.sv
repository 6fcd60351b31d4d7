// Three words through a FIFO of depth 3 with a margin of 1.
module tb;
  logic       clk = 0, rst = 1, flush = 0, clear_errors = 0, wr_en = 0, rd_en = 0;
  logic [7:0] wr_data = 0, rd_data;
  logic       full, empty, almost_full, almost_empty, overflow, underflow;
  logic [6:0] level;

  always #5 clk = ~clk;

  sync_fifo #(.DEPTH(3), .MARGIN(1)) dut (
    .clk(clk), .rst(rst), .flush(flush), .clear_errors(clear_errors), .wr_en(wr_en), .wr_data(wr_data),
    .rd_en(rd_en), .rd_data(rd_data), .full(full), .empty(empty), .almost_full(almost_full),
    .almost_empty(almost_empty), .level(level), .overflow(overflow), .underflow(underflow)
  );

  // flags: full, empty, almost_full, almost_empty, overflow, underflow
  task automatic clock(input logic w, input logic [7:0] d, input logic r, input logic [6:0] l, input logic [5:0] flags,
                       input logic [7:0] oldest);
    wr_en = w; wr_data = d; rd_en = r;
    @(posedge clk); #1;
    if (level !== l) $error("level: expected %0d, got %0d", l, level);
    if ({full, empty, almost_full, almost_empty, overflow, underflow} !== flags)
      $error("flags: expected %b, got %b", flags, {full, empty, almost_full, almost_empty, overflow, underflow});
    if (l != 0 && rd_data !== oldest) $error("rd_data: expected %h, got %h", oldest, rd_data);
  endtask

  initial begin
    clock(1, 8'h00, 1, 0, 6'b010100, 0);
    rst = 0;
    clock(1, 8'h11, 1, 1, 6'b000101, 8'h11);
    clock(1, 8'h22, 0, 2, 6'b001001, 8'h11);
    clock(1, 8'h33, 1, 2, 6'b001001, 8'h22);
    clock(1, 8'h44, 0, 3, 6'b101001, 8'h22);
    clear_errors = 1;
    clock(1, 8'h55, 1, 2, 6'b001010, 8'h33);
    clock(0, 8'h00, 1, 1, 6'b000100, 8'h44);
    clear_errors = 0; flush = 1;
    clock(1, 8'h66, 1, 0, 6'b010100, 0);
    $finish;
  end
endmodule
