// Forty bytes through the FIFO with a consumer that nearly keeps up.
module tb;
  logic       clk = 0, rst_n = 0;
  logic       wr_en = 0, rd_en = 0;
  logic [7:0] wr_data = 0;
  logic       full, almost_full, rd_valid, empty;
  logic [7:0] rd_data;
  logic [3:0] level;

  always #5 clk = ~clk;

  sync_fifo dut (
    .clk(clk), .rst_n(rst_n),
    .wr_en(wr_en), .wr_data(wr_data), .full(full), .almost_full(almost_full),
    .rd_en(rd_en), .rd_data(rd_data), .rd_valid(rd_valid), .empty(empty),
    .level(level)
  );

  int sent = 0, got = 0, cycle = 0;

  // byte number i on the line
  function automatic logic [7:0] pattern(input int i);
    pattern = 8'(i * 29 + 7);
  endfunction

  initial begin
    repeat (3) @(posedge clk);
    #1 rst_n = 1;
    while (cycle < 120) begin
      wr_en   = (sent < 40) && (sent - got < 4) && (cycle % 5 != 4);
      wr_data = pattern(sent);
      rd_en   = (cycle % 3 != 0);
      @(negedge clk);
      if (level !== 4'(sent - got))
        $error("level: expected %h, got %h", 4'(sent - got), level);
      if (empty !== (sent == got))
        $error("empty: expected %h, got %h", (sent == got), empty);
      if (full !== 1'b0)
        $error("full: expected 0, got %h", full);
      if (rd_valid !== (sent != got))
        $error("rd_valid: expected %h, got %h", (sent != got), rd_valid);
      if (sent != got && rd_data !== pattern(got))
        $error("rd_data: expected %h, got %h", pattern(got), rd_data);
      if (rd_en && sent != got) got = got + 1;
      if (wr_en) sent = sent + 1;
      @(posedge clk); #1;
      cycle = cycle + 1;
    end
    $finish;
  end
endmodule
