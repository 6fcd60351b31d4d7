module tb;
  logic clk = 0, rst_n = 0, start = 0, busy, done, row_empty, out_valid, out_ready = 1, out_first, out_last;
  logic [5:0] rows = 0, ptr_addr, out_row;
  logic [11:0] ptr_data, out_pos;
  logic [11:0] ptr [0:63];

  always #5 clk = ~clk;
  assign ptr_data = ptr[ptr_addr];

  csr_walker dut (
    .clk(clk), .rst_n(rst_n), .start(start), .rows(rows), .busy(busy), .done(done),
    .ptr_addr(ptr_addr), .ptr_data(ptr_data), .row_empty(row_empty), .out_valid(out_valid),
    .out_ready(out_ready), .out_row(out_row), .out_pos(out_pos), .out_first(out_first),
    .out_last(out_last));

  // busy done row_empty out_valid
  task automatic state(input logic [3:0] want);
    #1;
    if ({busy, done, row_empty, out_valid} !== want)
      $error("busy %b done %b row_empty %b out_valid %b, expected %b", busy, done, row_empty, out_valid, want);
  endtask

  task automatic position(input int r, input int p, input logic f, input logic l);
    state(4'b1001);
    if (out_row !== r[5:0] || out_pos !== p[11:0] || out_first !== f || out_last !== l)
      $error("row %0d pos %0d first %b last %b, expected %0d %0d %b %b", out_row, out_pos, out_first, out_last, r, p, f, l);
    @(posedge clk);
  endtask

  initial begin
    for (int i = 0; i < 64; i++) ptr[i] = 12'd6;
    ptr[0] = 4; ptr[1] = 4;
    #12 rst_n = 1;
    rows = 2; start = 1;
    @(posedge clk); #1 start = 0; rows = 9;
    state(4'b1000);
    if (ptr_addr !== 0) $error("ptr_addr %0d in INIT", ptr_addr);
    @(posedge clk); state(4'b1010);
    if (ptr_addr !== 1) $error("ptr_addr %0d in HEAD of row 0", ptr_addr);
    @(posedge clk); state(4'b1000);
    @(posedge clk); #1;
    out_ready = 0;
    position(1, 4, 1, 0);
    #1 out_ready = 1;
    position(1, 4, 1, 0);
    position(1, 5, 0, 1);
    state(4'b0100);
    rows = 0; start = 1;
    @(posedge clk); state(4'b0100);
    start = 0;
    @(posedge clk); state(4'b0000);
    $finish;
  end
endmodule
