module tb;
  logic        clk = 0;
  logic        enable = 0, write = 0, overlap_a, overlap_b;
  logic [1:0]  size = 0, fault_a, fault_b;
  logic [15:0] addr = 0, offset_a, offset_b;
  logic [2:0]  sel_a;
  logic [3:0]  sel_b;

  always #5 clk = ~clk;

  address_decoder dut_a (
    .enable(enable), .write(write), .size(size), .addr(addr),
    .sel(sel_a), .offset(offset_a), .overlap(overlap_a), .fault(fault_a));
  // three regions over one another, the last one of a single byte
  address_decoder #(
    .REGIONS(4),
    .FIRST({16'h20ff, 16'h2000, 16'h2080, 16'h0010}),
    .LAST({16'h20ff, 16'h21ff, 16'h20ff, 16'h0010}),
    .READ_ONLY(4'b0110)
  ) dut_b (
    .enable(enable), .write(write), .size(size), .addr(addr),
    .sel(sel_b), .offset(offset_b), .overlap(overlap_b), .fault(fault_b));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic e, input logic w, input logic [1:0] s, input logic [15:0] a);
    @(posedge clk); #1;
    enable = e; write = w; size = s; addr = a;
  endtask

  function automatic logic [15:0] border(input logic [3:0] n);
    case (n)
      4'd0: border = 16'h0000;
      4'd1: border = 16'h0010;
      4'd2: border = 16'h1000;
      4'd3: border = 16'h10ff;
      4'd4: border = 16'h1100;
      4'd5: border = 16'h2000;
      4'd6: border = 16'h2080;
      4'd7: border = 16'h20ff;
      4'd8: border = 16'h21ff;
      4'd9: border = 16'h7fff;
      4'd10: border = 16'hf000;
      default: border = 16'hffff;
    endcase
  endfunction

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int n = 0; n < 12; n++)
      for (int d = -5; d <= 5; d++)
        for (int m = 0; m < 8; m++) put(1, m[2], m[1:0], border(n[3:0]) + d[15:0]);
    repeat (600) begin
      draw();
      put(rng[3:0] != 0, rng[4], rng[6:5], rng[7] ? rng[31:16] : {5'b00100, rng[26:16]});
    end
    @(posedge clk);
    $finish;
  end
endmodule
