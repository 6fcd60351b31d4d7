module tb;

  localparam int ROWS = 4;
  localparam int COLS = 4;

  logic clk = 0, rst_n = 0, start = 0, busy, done, in_valid = 0, in_ready;
  logic [6:0] k_len = 1;
  logic [ROWS*8-1:0] in_a = 0;
  logic [COLS*8-1:0] in_b = 0;
  logic [1:0] rd_row = 0;
  logic [1:0] rd_col = 0;
  logic signed [23:0] rd_data;

  always #5 clk = ~clk;

  matmul_core dut (
    .clk(clk), .rst_n(rst_n), .start(start), .k_len(k_len), .busy(busy), .done(done),
    .in_valid(in_valid), .in_ready(in_ready), .in_a(in_a), .in_b(in_b),
    .rd_row(rd_row), .rd_col(rd_col), .rd_data(rd_data));

  // the read port is looked at only while the core is idle
  logic rd_ok = 0;
  always @(posedge clk) rd_ok <= rst_n & ~busy;

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  logic [3:0] sweep = '1;
  integer idle = 0;

  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  function automatic logic [7:0] elem(input logic [31:0] v, input int mode);
    if (mode == 1) return v[0] ? 8'h80 : 8'h7F;
    if (mode == 2) return 8'h80;
    return (v[10:8] == 0) ? 8'h80 : v[7:0];
  endfunction

  // gap: bits of the random word that must be zero for a pause
  task automatic traffic(input int n, input logic [31:0] gap, input int kmax, input int mode, input int rest);
    for (int k = 0; k < n; k++) begin
      step();
      in_valid = (gap == 0) | ((s & gap) != 0);
      idle  = busy ? 0 : idle + 1;
      start = (!busy && idle > rest) | (busy && s[27:24] == 0);
      k_len = 7'(1 + (s[22:16] % kmax));
      if (mode == 3) begin
        rd_row = s[29:28];
        rd_col = s[12:11];
      end else begin
        // from the last element downwards, again and again
        sweep = busy ? '1 : sweep - 1'b1;
        rd_row = sweep[3:2];
        rd_col = sweep[1:0];
      end
      for (int r = 0; r < ROWS; r++) begin s = xs32(s); in_a[r*8 +: 8] = elem(s, mode); end
      for (int c = 0; c < COLS; c++) begin s = xs32(s); in_b[c*8 +: 8] = elem(s, mode); end
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h7654321;
    repeat (4) step();
    rst_n = 1;
    traffic(200, 0, 1, 0, ROWS * COLS + 2);
    traffic(1200, 0, 12, 0, ROWS * COLS + 2);
    traffic(1000, 32'h00000600, 9, 0, 10);
    traffic(600, 32'h00000400, 9, 3, 40);
    traffic(800, 0, 127, 2, ROWS * COLS + 2);
    traffic(800, 32'h00300000, 20, 1, 3);
    rst_n = 0; step(); step(); rst_n = 1;
    traffic(30, 0, 12, 0, 40);
    traffic(40, 0, 100, 0, 0);
    rst_n = 0; step(); rst_n = 1;          // in the middle of a product
    traffic(1500, 32'h00000600, 6, 3, 30);
    traffic(500, 0, 4, 0, 0);
    $finish;
  end
endmodule
