// Fills a FIFO of four words, reads it empty; the clocks stand still while the other side works.
module tb;
  logic       wr_clk = 0, rd_clk = 0, wr_rst_n = 1, rd_rst_n = 1, wr_en = 0, rd_en = 0;
  logic [7:0] wr_data = 0, rd_data;
  logic       wr_full, rd_empty;
  logic [2:0] wr_level, rd_level, wr_gray, rd_gray;

  async_fifo #(.LOG2(2)) dut (
    .wr_clk(wr_clk), .wr_rst_n(wr_rst_n), .wr_en(wr_en), .wr_data(wr_data), .wr_full(wr_full),
    .wr_level(wr_level), .wr_gray(wr_gray), .rd_clk(rd_clk), .rd_rst_n(rd_rst_n), .rd_en(rd_en),
    .rd_data(rd_data), .rd_empty(rd_empty), .rd_level(rd_level), .rd_gray(rd_gray)
  );

  task automatic wr(input logic en, input logic [7:0] d, input logic [2:0] level, input logic [2:0] gray);
    wr_en = en; wr_data = d;
    #4 wr_clk = 1;
    #4 wr_clk = 0;
    if (wr_level !== level) $error("wr_level: expected %0d, got %0d", level, wr_level);
    if (wr_full !== (level == 4)) $error("wr_full: got %b at level %0d", wr_full, level);
    if (wr_gray !== gray) $error("wr_gray: expected %b, got %b", gray, wr_gray);
  endtask

  task automatic rd(input logic en, input logic [2:0] level, input logic [2:0] gray, input logic [7:0] d);
    rd_en = en;
    #4 rd_clk = 1;
    #4 rd_clk = 0;
    if (rd_level !== level) $error("rd_level: expected %0d, got %0d", level, rd_level);
    if (rd_empty !== (level == 0)) $error("rd_empty: got %b at level %0d", rd_empty, level);
    if (rd_gray !== gray) $error("rd_gray: expected %b, got %b", gray, rd_gray);
    if (level != 0 && rd_data !== d) $error("rd_data: expected %h, got %h", d, rd_data);
  endtask

  initial begin
    #2 wr_rst_n = 0; rd_rst_n = 0;
    #2 wr_rst_n = 1; rd_rst_n = 1;
    wr(1, 8'ha1, 1, 3'b001);
    rd(1, 0, 3'b000, 0);
    rd(0, 1, 3'b000, 8'ha1);
    wr(1, 8'ha2, 2, 3'b011);
    wr(1, 8'ha3, 3, 3'b010);
    wr(1, 8'ha4, 4, 3'b110);
    wr(1, 8'ha5, 4, 3'b110);
    rd(1, 0, 3'b001, 0);
    rd(0, 3, 3'b001, 8'ha2);
    rd(1, 2, 3'b011, 8'ha3);
    wr(1, 8'ha6, 4, 3'b110);
    wr(1, 8'ha7, 2, 3'b110);
    wr(1, 8'ha8, 3, 3'b111);
    rd(1, 1, 3'b010, 8'ha4);
    rd(1, 1, 3'b110, 8'ha8);
    rd(1, 0, 3'b111, 0);
    $finish;
  end
endmodule
