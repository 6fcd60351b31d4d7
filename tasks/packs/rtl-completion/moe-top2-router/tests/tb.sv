module tb;
  logic clk = 0, rst = 1, new_batch = 0, in_valid = 0, out_valid;
  logic [3:0] capacity = 3;
  logic [7:0] enable = 8'hFF, out_gap;
  logic [63:0] scores = 0;
  logic [1:0] out_count;
  logic [2:0] out_first, out_second;
  logic [31:0] loads;
  logic [3:0] load0, load1, load2, load3, load4, load5, load6, load7;
  logic has_first, has_second;

  always #5 clk = ~clk;

  moe_router dut (
    .clk(clk), .rst(rst), .new_batch(new_batch), .capacity(capacity), .in_valid(in_valid),
    .enable(enable), .scores(scores), .out_valid(out_valid), .out_count(out_count),
    .out_first(out_first), .out_second(out_second), .out_gap(out_gap), .loads(loads));

  assign {load7, load6, load5, load4, load3, load2, load1, load0} = loads;
  assign has_first  = out_valid & (out_count != 0);
  assign has_second = out_valid & (out_count == 2);

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

  task automatic traffic(input int n, input int cap, input int batch, input int mode);
    for (int k = 0; k < n; k++) begin
      step();
      capacity  = (cap < 0) ? s[3:0] : cap[3:0];
      new_batch = s[9:4] < batch;
      in_valid  = s[11:10] != 0;
      enable    = s[12] ? 8'hFF : s[20:13];
      rst       = s[31:24] == 7;
      for (int e = 0; e < 8; e++) begin
        s = xs32(s);
        case (mode)
          0: scores[8*e +: 8] = s[7:0];
          1: scores[8*e +: 8] = {{6{s[1]}}, s[1:0]};
          2: scores[8*e +: 8] = s[0] ? 8'h7F : 8'h80;
          default: scores[8*e +: 8] = 8'h80;
        endcase
      end
    end
    rst = 0;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst = 0;
    traffic(300, 15, 1, 0);
    traffic(300, 4, 3, 1);
    traffic(300, 1, 16, 0);
    traffic(200, 2, 8, 2);
    traffic(100, 3, 6, 3);
    traffic(100, 0, 6, 0);
    traffic(800, -1, 2, 1);
    traffic(600, -1, 6, 0);
    step(); in_valid = 0;
    repeat (3) step();
    $finish;
  end
endmodule
