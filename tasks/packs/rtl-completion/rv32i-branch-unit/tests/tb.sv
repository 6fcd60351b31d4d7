module tb;
  logic        clk = 0;
  logic [1:0]  kind = 0;
  logic [2:0]  funct3 = 0;
  logic [31:0] pc = 0, rs1 = 0, rs2 = 0, imm = 0, predicted_pc = 0, next_pc, link;
  logic        taken, mispredict, misaligned, illegal;

  always #5 clk = ~clk;

  branch_unit dut (
    .kind(kind), .funct3(funct3), .pc(pc), .rs1(rs1), .rs2(rs2), .imm(imm), .predicted_pc(predicted_pc),
    .taken(taken), .next_pc(next_pc), .link(link), .mispredict(mispredict), .misaligned(misaligned),
    .illegal(illegal));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  function automatic logic [31:0] edge_value(input logic [1:0] n);
    case (n)
      2'd0: edge_value = 32'h00000000;
      2'd1: edge_value = 32'h7fffffff;
      2'd2: edge_value = 32'h80000000;
      default: edge_value = 32'hffffffff;
    endcase
  endfunction

  logic [31:0] a, b, offset, at, guess;

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int k = 0; k < 3200; k++) begin
      draw();
      a = k[10] ? rng : edge_value(k[6:5]);
      draw();
      b = k[10] ? rng : edge_value(k[8:7]);
      draw();
      if (rng[1:0] == 0) b = a;
      else if (rng[1:0] == 1) b = a + {{30{rng[3]}}, rng[3:2]};
      offset = {{20{rng[31]}}, rng[31:20]};
      draw();
      at = rng[0] ? {rng[31:2], 2'b00} : rng;
      // the prediction is one of the two candidates or off by one bit
      draw();
      guess = rng[0] ? at + 32'd4 : at + offset;
      if (k[1:0] == 2'd3 && rng[1]) guess = (a + offset) & ~32'd1;
      if (rng[4:2] == 0) guess = guess ^ (32'd1 << rng[9:5]);
      @(posedge clk); #1;
      {funct3, kind} = k[4:0];
      rs1 = a; rs2 = b; imm = offset; pc = at; predicted_pc = guess;
    end
    @(posedge clk);
    $finish;
  end
endmodule
