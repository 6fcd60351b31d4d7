// Fill, drain, then portions of five words.
module tb;
  logic       wr_clk = 0, rd_clk = 0, rst_n = 0;
  logic       wr_en = 0, rd_en = 0;
  logic [7:0] wr_data = 0;
  logic       wr_full, wr_almost_full, rd_empty, rd_almost_empty;
  logic [4:0] wr_level, rd_level;
  logic [7:0] rd_data;

  always #50 wr_clk = ~wr_clk;
  initial #3 forever #70 rd_clk = ~rd_clk;

  async_fifo dut (
    .wr_clk(wr_clk), .wr_rst_n(rst_n), .wr_en(wr_en), .wr_data(wr_data),
    .wr_full(wr_full), .wr_almost_full(wr_almost_full), .wr_level(wr_level),
    .rd_clk(rd_clk), .rd_rst_n(rst_n), .rd_en(rd_en), .rd_data(rd_data),
    .rd_empty(rd_empty), .rd_almost_empty(rd_almost_empty), .rd_level(rd_level)
  );

  int sent = 0, got = 0, n = 0, round = 0, portion = 0;

  function automatic logic [7:0] pattern(input int i);
    pattern = 8'(i * 37 + 11);
  endfunction

  initial begin
    repeat (4) @(posedge wr_clk);
    #1 rst_n = 1;
    repeat (4) @(posedge wr_clk);
    while (round < 12) begin
      portion = (round == 0) ? 16 : 5;
      // write; the reader is at rest, so the writer knows the exact level
      n = 0;
      while (n < portion) begin
        #1;
        if (wr_full !== (sent - got == 16))
          $error("wr_full: expected %h, got %h", (sent - got == 16), wr_full);
        wr_en = 1; wr_data = pattern(sent);
        sent = sent + 1;
        n = n + 1;
        @(posedge wr_clk);
      end
      #1 wr_en = 0;
      if (wr_full !== (sent - got == 16))
        $error("wr_full: expected %h, got %h", (sent - got == 16), wr_full);
      if (wr_level !== 5'(sent - got))
        $error("wr_level: expected %h, got %h", 5'(sent - got), wr_level);
      repeat (5) @(posedge rd_clk);
      // read
      n = 0;
      while (n < portion) begin
        #1;
        if (rd_empty !== 1'b0)
          $error("rd_empty: expected 0, got %h", rd_empty);
        if (rd_data !== pattern(got))
          $error("rd_data: expected %h, got %h", pattern(got), rd_data);
        rd_en = 1;
        got = got + 1;
        n = n + 1;
        @(posedge rd_clk);
      end
      #1 rd_en = 0;
      if (rd_empty !== 1'b1)
        $error("rd_empty: expected 1, got %h", rd_empty);
      repeat (5) @(posedge wr_clk);
      #1;
      if (wr_full !== 1'b0)
        $error("wr_full: expected 0, got %h", wr_full);
      round = round + 1;
    end
    $finish;
  end
endmodule
