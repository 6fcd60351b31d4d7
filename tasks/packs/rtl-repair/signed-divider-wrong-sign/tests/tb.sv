module tb;
  logic        clk = 0, rst_n = 1;
  logic        start = 0, signed_op = 0;
  logic [15:0] dividend = 0, divisor = 0;
  logic        busy, done, div_by_zero;
  logic [15:0] quotient, remainder;

  logic [7:0]  dividend8 = 0, divisor8 = 0;
  logic        busy8, done8, div_by_zero8;
  logic [7:0]  quotient8, remainder8;

  always #5 clk = ~clk;

  divider dut (
    .clk(clk), .rst_n(rst_n), .start(start), .signed_op(signed_op),
    .dividend(dividend), .divisor(divisor), .busy(busy), .done(done),
    .quotient(quotient), .remainder(remainder), .div_by_zero(div_by_zero)
  );
  divider #(.WIDTH(8)) dut8 (
    .clk(clk), .rst_n(rst_n), .start(start), .signed_op(signed_op),
    .dividend(dividend8), .divisor(divisor8), .busy(busy8), .done(done8),
    .quotient(quotient8), .remainder(remainder8), .div_by_zero(div_by_zero8)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  function automatic logic [15:0] corner(input logic [3:0] k);
    case (k)
      4'd0: return 16'h0000;
      4'd1: return 16'h0001;
      4'd2: return 16'hffff;
      4'd3: return 16'h8000;
      4'd4: return 16'h7fff;
      4'd5: return 16'h8001;
      4'd6: return 16'h0002;
      4'd7: return 16'hfffe;
      4'd8: return 16'h0080;
      4'd9: return 16'hff80;
      4'd10: return 16'h0007;
      default: return 16'hfff9;
    endcase
  endfunction

  // one operation in a slot of fixed length; operands move while it runs
  task automatic slot(input logic s, input logic [15:0] a, input logic [15:0] b);
    start = 1; signed_op = s; dividend = a; divisor = b;
    dividend8 = a[7:0]; divisor8 = b[7:0];
    @(posedge clk); #1;
    start = 0; signed_op = ~s; dividend = ~a; divisor = a ^ b;
    dividend8 = b[7:0]; divisor8 = a[7:0];
    repeat (18) @(posedge clk);
    #1;
  endtask

  int corners = 12;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    #1 rst_n = 0;
    repeat (3) @(posedge clk);
    #1 rst_n = 1;
    for (int i = 0; i < corners; i++)
      for (int k = 0; k < corners; k++) begin
        slot(1'b1, corner(i[3:0]), corner(k[3:0]));
        slot(1'b0, corner(i[3:0]), corner(k[3:0]));
      end
    repeat (150) begin
      rng = xs32(rng);
      slot(rng[3], rng[31:16], rng[4] ? rng[15:0] : {{11{rng[9]}}, rng[9:5]});
      rng = xs32(rng);
    end
    // reset during an operation
    start = 1; signed_op = 1; dividend = 16'hff00; divisor = 16'h0000;
    @(posedge clk); #1 start = 0;
    repeat (5) @(posedge clk);
    #1 rst_n = 0;
    repeat (2) @(posedge clk);
    #1 rst_n = 1;
    repeat (25) @(posedge clk);
    #1;
    // start held or toggling at random, also while busy and in the done clock
    repeat (5000) begin
      rng = xs32(rng);
      start     = rng[0] | rng[1];
      signed_op = rng[2] | rng[3];
      if (rng[8:4] == 0) begin
        dividend = corner(rng[12:9]);
        divisor  = corner(rng[16:13]);
      end else begin
        dividend = {rng[31:16]};
        divisor  = rng[17] ? rng[15:0] : {{12{rng[9]}}, rng[8:5]};
      end
      dividend8 = rng[31:24];
      divisor8  = rng[18] ? rng[15:8] : {{5{rng[10]}}, rng[10:8]};
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
