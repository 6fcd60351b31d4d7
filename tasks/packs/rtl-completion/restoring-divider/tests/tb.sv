module tb;
  logic        clk = 0, rst_n = 0, start = 0, cancel = 0, is_signed = 0;
  logic        busy, done, by_zero, busy7, done7, by_zero7;
  logic [15:0] dividend = 0, divisor = 0, quotient, remainder;
  logic [6:0]  quotient7, remainder7;

  always #5 clk = ~clk;

  divider dut (
    .clk(clk), .rst_n(rst_n), .start(start), .cancel(cancel), .is_signed(is_signed),
    .dividend(dividend), .divisor(divisor), .busy(busy), .done(done),
    .quotient(quotient), .remainder(remainder), .by_zero(by_zero));
  divider #(.WIDTH(7)) dut7 (
    .clk(clk), .rst_n(rst_n), .start(start), .cancel(cancel), .is_signed(is_signed),
    .dividend({dividend[15], dividend[5:0]}), .divisor({divisor[15], divisor[5:0]}), .busy(busy7), .done(done7),
    .quotient(quotient7), .remainder(remainder7), .by_zero(by_zero7));

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
      3'd2: edge_value = 16'hffff;
      3'd3: edge_value = 16'h8000;
      3'd4: edge_value = 16'h7fff;
      3'd5: edge_value = 16'h8001;
      3'd6: edge_value = 16'h0007;
      default: edge_value = 16'hfff9;
    endcase
  endfunction

  task automatic step;
    @(negedge clk); #1;
    draw();
  endtask

  task automatic operands;
    dividend  = rng[3] ? edge_value(rng[6:4]) : rng[31:16] >> rng[9:6];
    divisor   = rng[2] ? edge_value(rng[12:10]) : {rng[7:0], rng[15:8]} >> rng[19:16];
    is_signed = rng[1];
  endtask

  // garbage on the operands while the division runs
  task automatic divide(input logic [15:0] a, input logic [15:0] b, input logic s);
    start = 1; dividend = a; divisor = b; is_signed = s;
    step();
    repeat (15) begin
      operands();
      start = rng[0];
      step();
    end
    start = 0;
    step();
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    repeat (2) step();
    rst_n = 1;
    step();
    for (int s = 0; s < 2; s++)
      for (int a = 0; a < 8; a++)
        for (int b = 0; b < 8; b++) divide(edge_value(a[2:0]), edge_value(b[2:0]), s[0]);
    // cancel in every clock of a division, alone and with a start
    for (int i = 0; i < 20; i++) begin
      operands();
      start = 1;
      step();
      start = 0;
      repeat (i) step();
      operands();
      cancel = 1;
      start  = i[0];
      step();
      cancel = 0;
      start  = 0;
      repeat (18) step();
    end
    for (int i = 0; i < 900; i++) begin
      operands();
      start  = (rng[24:22] != 0);
      cancel = (i > 600) && (rng[29:25] == 0);
      step();
    end
    cancel = 0;
    // reset in the middle, between edges; results are cleared too
    for (int i = 0; i < 3; i++) begin
      divide(16'd40000, 16'd3, i[0]);
      divide(16'd40000, 16'd0, i[0]);
      start = 1;
      operands();
      repeat (4 + i) step();
      @(posedge clk); #2;
      rst_n = 0;
      #1;
      if (i != 2) rst_n = 1;
      repeat (3) step();
      rst_n = 1;
      start = 0;
      repeat (20) step();
    end
    $finish;
  end
endmodule
