// Applies a list of operations to the shifter, one per clock of the surrounding
// pipeline, and compares the three outputs with a reference written with
// ordinary SystemVerilog operators.
module tb;
  logic        clk = 0;
  logic [2:0]  op = 0;
  logic [31:0] data = 0;
  logic [4:0]  amount = 0;
  logic [31:0] result;
  logic        sticky, zero;

  always #5 clk = ~clk;

  barrel_shifter dut (
    .op(op), .data(data), .amount(amount),
    .result(result), .sticky(sticky), .zero(zero)
  );

  logic [31:0] exp_result;
  logic        exp_sticky;

  task automatic apply(input logic [2:0] o, input logic [31:0] d, input logic [4:0] a);
    @(posedge clk);
    #1;
    op = o; data = d; amount = a;
    exp_sticky = 1'b0;
    case (o)
      3'd0: begin exp_result = d << a; exp_sticky = |(d & ~(32'hffff_ffff >> a)); end
      3'd1: begin exp_result = d >> a; exp_sticky = |(d & ~(32'hffff_ffff << a)); end
      3'd2: begin exp_result = $signed(d) >>> a; exp_sticky = |(d & ~(32'hffff_ffff << a)); end
      3'd3: exp_result = (d << a) | (d >> (32 - a));
      3'd4: exp_result = (d >> a) | (d << (32 - a));
      default: exp_result = d;
    endcase
    @(negedge clk);
    if (result !== exp_result)       $error("result: expected %h, got %h", exp_result, result);
    if (sticky !== exp_sticky)       $error("sticky: expected %h, got %h", exp_sticky, sticky);
    if (zero !== (exp_result == 0))  $error("zero: expected %h, got %h", exp_result == 0, zero);
  endtask

  initial begin
    // sanity: every operation with operands of its own
    apply(3'd0, 32'h0000_0001, 5'd31);
    apply(3'd1, 32'h8000_0000, 5'd31);
    apply(3'd0, 32'h8000_0000, 5'd1);
    apply(3'd3, 32'hc000_0003, 5'd4);
    apply(3'd4, 32'h1234_5678, 5'd8);
    apply(3'd1, 32'h7fff_ffff, 5'd0);
    apply(3'd5, 32'h0bad_cafe, 5'd3);
    // the sequence from the report: normalise one operand both ways
    apply(3'd1, 32'h9000_00ff, 5'd6);
    apply(3'd2, 32'h9000_00ff, 5'd6);
    apply(3'd2, 32'h9000_00ff, 5'd7);
    apply(3'd1, 32'h9000_00ff, 5'd7);
    apply(3'd1, 32'hffff_0000, 5'd20);
    apply(3'd2, 32'hffff_0000, 5'd20);
    apply(3'd2, 32'h7000_0000, 5'd4);
    $finish;
  end
endmodule
