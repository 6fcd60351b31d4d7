// Reproducer: runs of samples into one bin; three rounds, then a clear and a
// fourth one.
module tb;

  logic clk = 0, rst_n = 0, clear_req = 0, clearing, in_valid = 0, in_ready;
  logic rd_req = 0, rd_ready, rd_valid;
  logic [5:0] in_bin = 0, rd_bin = 0;
  logic [3:0] in_weight = 0;
  logic [11:0] rd_count;

  always #5 clk = ~clk;

  hist_top dut (
    .clk(clk), .rst_n(rst_n), .clear_req(clear_req), .clearing(clearing),
    .in_valid(in_valid), .in_ready(in_ready), .in_bin(in_bin), .in_weight(in_weight),
    .rd_req(rd_req), .rd_ready(rd_ready), .rd_bin(rd_bin),
    .rd_valid(rd_valid), .rd_count(rd_count));

  int count [64];
  int b, r, n, k, len, w;
  int num_bins = 64, rounds = 4, runs = 8;

  initial begin
    for (b = 0; b < num_bins; b = b + 1) count[b] = 0;
    repeat (3) @(posedge clk);
    #1; rst_n = 1;
    repeat (64) @(posedge clk);
    #1;
    for (r = 0; r < rounds; r = r + 1) begin
      if (clearing !== 1'b0) $error("clearing: expected %h, got %h", 1'b0, clearing);
      // round 0: single samples, 1: runs back to back, 2: with pauses
      for (n = 1; n < runs; n = n + 1) begin
        len = (r == 0) ? 1 : (n == 7) ? 300 : n;
        w   = (n == 7) ? 15 : n + 2;
        for (k = 0; k < len; k = k + 1) begin
          b = 12 * r + n;
          in_valid = 1; in_bin = b[5:0]; in_weight = w[3:0];
          @(posedge clk); #1;
          count[b] = (count[b] + w > 4095) ? 4095 : count[b] + w;
        end
        in_valid = 0;
        if (r == 2) repeat (4) @(posedge clk);
        if (r == 2) #1;
      end
      // read all bins
      for (b = 0; b < num_bins; b = b + 1) begin
        rd_req = 1; rd_bin = b[5:0];
        @(posedge clk); #1;
        rd_req = 0;
        @(posedge clk); #1;
        if (rd_valid !== 1'b1) $error("rd_valid: expected %h, got %h", 1'b1, rd_valid);
        if (rd_count !== 12'(count[b])) $error("rd_count: expected %h, got %h", 12'(count[b]), rd_count);
      end
      if (r == 2) begin
        clear_req = 1; @(posedge clk); #1; clear_req = 0;
        for (b = 0; b < num_bins; b = b + 1) count[b] = 0;
        repeat (66) @(posedge clk);
        #1;
      end
    end
    $finish;
  end
endmodule
