module tb;
  logic        clk = 0;
  logic [15:0] a = 0, b = 0, y16;
  logic        sub = 0, saturate = 0;
  logic        ovf16, und16, neg16, zero16, ovf5, und5, neg5, zero5;
  logic [4:0]  a5 = 0, b5 = 0, y5;

  always #5 clk = ~clk;

  saturating_adder dut16 (
    .a(a), .b(b), .sub(sub), .saturate(saturate), .y(y16),
    .overflow(ovf16), .underflow(und16), .negative(neg16), .zero(zero16));
  saturating_adder #(.WIDTH(5)) dut5 (
    .a(a5), .b(b5), .sub(sub), .saturate(saturate), .y(y5),
    .overflow(ovf5), .underflow(und5), .negative(neg5), .zero(zero5));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  function automatic logic [15:0] edge_value(input logic [2:0] n);
    case (n)
      3'd0: edge_value = 16'h7fff;
      3'd1: edge_value = 16'h8000;
      3'd2: edge_value = 16'h0000;
      3'd3: edge_value = 16'hffff;
      3'd4: edge_value = 16'h0001;
      3'd5: edge_value = 16'h8001;
      3'd6: edge_value = 16'h4000;
      default: edge_value = 16'hc000;
    endcase
  endfunction

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    // every pair of the small width, edges of the large one beside it
    for (int k = 0; k < 4096; k++) begin
      @(posedge clk); #1;
      draw();
      {a5, b5} = k[9:0];
      {sub, saturate} = k[11:10];
      a = k[6] ? rng[31:16] : edge_value(k[2:0]);
      b = k[6] ? rng[15:0] : edge_value(k[5:3]);
    end
    @(posedge clk);
    $finish;
  end
endmodule
