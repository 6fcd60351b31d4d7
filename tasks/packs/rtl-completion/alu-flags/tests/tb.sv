module tb;
  logic        clk = 0;
  logic [3:0]  op = 0;
  logic [15:0] a = 0, b = 0, y;
  logic        carry_in = 0, carry, overflow, negative, zero;

  always #5 clk = ~clk;

  alu16 dut (
    .op(op), .a(a), .b(b), .carry_in(carry_in),
    .y(y), .carry(carry), .overflow(overflow), .negative(negative), .zero(zero));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  function automatic logic [15:0] edge_value(input logic [2:0] n);
    case (n)
      3'd0: edge_value = 16'h0000;
      3'd1: edge_value = 16'h0001;
      3'd2: edge_value = 16'h7fff;
      3'd3: edge_value = 16'h8000;
      3'd4: edge_value = 16'hffff;
      3'd5: edge_value = 16'h4000;
      3'd6: edge_value = 16'h8001;
      default: edge_value = 16'hfffe;
    endcase
  endfunction

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int k = 0; k < 2048; k++) begin
      @(posedge clk); #1;
      op = k[3:0];
      carry_in = k[4];
      a = edge_value(k[7:5]);
      b = edge_value(k[10:8]);
    end
    for (int k = 0; k < 1600; k++) begin
      @(posedge clk); #1;
      draw();
      op = k[3:0];
      {a, b} = rng;
      draw();
      carry_in = rng[0];
      if (rng[3:1] == 0) b = a + {15'd0, rng[4]};
    end
    @(posedge clk);
    $finish;
  end
endmodule
