// Reproducer: one 4 x 5 by 5 x 4 product, twice.
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

  localparam int K = 5;
  int rows = ROWS, cols = COLS, beats = K;

  function automatic int a_el(input int r, input int k);
    return 7 * r - 3 * k + (r ^ k);
  endfunction
  function automatic int b_el(input int k, input int c);
    return 11 - 5 * c + 2 * k * c;
  endfunction

  task automatic product;
    int e;
    start = 1; k_len = K;
    @(posedge clk); #1;
    start = 0;
    if (busy !== 1'b1) $error("busy: expected %h, got %h", 1'b1, busy);
    @(posedge clk); #1;
    for (int k = 0; k < beats; k++) begin
      if (in_ready !== 1'b1) $error("in_ready: expected %h, got %h", 1'b1, in_ready);
      in_valid = 1;
      for (int r = 0; r < rows; r++) in_a[r*8 +: 8] = 8'(a_el(r, k));
      for (int c = 0; c < cols; c++) in_b[c*8 +: 8] = 8'(b_el(k, c));
      @(posedge clk); #1;
    end
    in_valid = 0;
    for (int n = 1; n < rows + cols; n++) begin
      if (done !== 1'b0) $error("done: expected %h, got %h", 1'b0, done);
      @(posedge clk); #1;
    end
    @(posedge clk); #1;
    if (busy !== 1'b0) $error("busy: expected %h, got %h", 1'b0, busy);
    for (int r = 0; r < rows; r++)
      for (int c = 0; c < cols; c++) begin
        rd_row = r[1:0]; rd_col = c[1:0];
        repeat (3) @(posedge clk);
        #1;
        e = 0;
        for (int k = 0; k < beats; k++) e = e + a_el(r, k) * b_el(k, c);
        if (rd_data !== 24'(e)) $error("rd_data: expected %h, got %h", 24'(e), rd_data);
      end
  endtask

  initial begin
    repeat (3) @(posedge clk);
    #1; rst_n = 1;
    product;
    product;
    $finish;
  end
endmodule
