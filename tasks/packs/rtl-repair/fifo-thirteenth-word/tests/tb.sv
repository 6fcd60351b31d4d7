// Stimulus for the fall-through FIFO (default parameters) and a registered
// one of depth 7.
module tb;
  logic       clk = 0, rst_n = 0;
  logic       wr_en = 0, rd_en = 0;
  logic [7:0] wr_data = 0;
  logic       full, almost_full, rd_valid, empty;
  logic [7:0] rd_data;
  logic [3:0] level;

  logic        r_full, r_almost_full, r_rd_valid, r_empty;
  logic [15:0] r_rd_data;
  logic [2:0]  r_level;

  always #5 clk = ~clk;

  sync_fifo dut (
    .clk(clk), .rst_n(rst_n),
    .wr_en(wr_en), .wr_data(wr_data), .full(full), .almost_full(almost_full),
    .rd_en(rd_en), .rd_data(rd_data), .rd_valid(rd_valid), .empty(empty),
    .level(level)
  );

  sync_fifo #(.WIDTH(16), .DEPTH(7), .ALMOST_FULL(4), .FWFT(1'b0)) dut_r (
    .clk(clk), .rst_n(rst_n),
    .wr_en(wr_en), .wr_data({~wr_data, wr_data}), .full(r_full), .almost_full(r_almost_full),
    .rd_en(rd_en), .rd_data(r_rd_data), .rd_valid(r_rd_valid), .empty(r_empty),
    .level(r_level)
  );

  logic [31:0] s;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  // Directed phases, as {write, read} for n cycles, then random traffic.
  int   cyc = 0, k = 0, phase = 0;
  logic w, r;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h1234567);
    while (cyc < 5000) begin
      s = xs(s);
      wr_data = s[15:8];
      if (cyc < 3)         begin w = 0; r = 0; end
      else if (cyc < 17)   begin w = 1; r = 0; end   // fill, then overflow
      else if (cyc < 20)   begin w = 1; r = 1; end   // both at full
      else if (cyc < 36)   begin w = 0; r = 1; end   // drain, then underflow
      else if (cyc < 40)   begin w = 1; r = 1; end
      else if (cyc < 44)   begin w = 0; r = 1; end
      else if (cyc < 444) begin
        // one word through, then exactly a full FIFO in and out: the start
        // of the ring moves on by one in each round
        k = (cyc - 44) % 26;
        w = (k == 0) || (k >= 2 && k < 14);
        r = (k == 1) || (k >= 14);
      end else begin
        phase = (cyc / 120) % 3;
        w = s[3:0] < (phase == 0 ? 4'd12 : phase == 1 ? 4'd5 : 4'd9);
        r = s[7:4] < (phase == 0 ? 4'd5 : phase == 1 ? 4'd12 : 4'd9);
      end
      if (cyc > 4900) begin w = 0; r = 1; end
      rst_n = !(cyc < 3) && !(cyc > 900 && cyc % 640 < 2);
      wr_en = w;
      rd_en = r;
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
