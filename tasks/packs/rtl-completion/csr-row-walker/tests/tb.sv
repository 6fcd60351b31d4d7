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

  // when the pointer memory is read: HEAD and INIT, and not while positions are listed
  logic ptr_used, row_known, began_q;
  always @(posedge clk or negedge rst_n)
    if (!rst_n) began_q <= 0;
    else        began_q <= busy;
  assign ptr_used  = busy & ~out_valid;
  assign row_known = busy & began_q;

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  task automatic pointers(input logic [11:0] from, input int mode);
    logic [11:0] p;
    p = from;
    for (int i = 0; i < 64; i++) begin
      ptr[i] = p;
      s = xs32(s);
      case (mode)
        0: p = p + {10'd0, s[1:0]};
        1: p = p + {11'd0, s[2:0] == 0};
        2: p = p + {8'd0, s[3:0] & {4{s[4]}}};
        default: p = p + {11'd0, s[5]} - {11'd0, s[8:6] == 0};
      endcase
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    pointers(12'd5, 0);
    repeat (3) step();
    rst_n = 1;
    step(); rows = 63; start = 1;
    step(); start = 0; rows = 5;
    repeat (250) step();
    // end and begin far apart, a pointer that goes down, positions at the top
    ptr[0] = 12'hFF0; ptr[1] = 12'hFFF; ptr[2] = 12'h000; ptr[3] = 12'h003; ptr[4] = 12'h002; ptr[5] = 12'h800; ptr[6] = 12'h802;
    step(); rows = 4; start = 1;
    step(); start = 0;
    repeat (40) step();
    step(); rows = 0; start = 1;
    repeat (3) step();
    step(); rows = 1;
    repeat (30) step();
    start = 0;
    for (int j = 0; j < 25; j++) begin
      step();
      rst_n = 1;
      pointers(s[11:0], j % 4);
      for (int k = 0; k < 120; k++) begin
        step();
        start     = (j % 3 == 0) | (s[3:0] == 0);
        rows      = s[4] ? {3'd0, s[7:5]} : {2'd0, s[8:5]};
        out_ready = (j % 2 == 0) | s[10];
        rst_n     = s[20:11] > 3;
      end
      start = 0; out_ready = 1;
    end
    rst_n = 1;
    repeat (300) step();
    $finish;
  end
endmodule
