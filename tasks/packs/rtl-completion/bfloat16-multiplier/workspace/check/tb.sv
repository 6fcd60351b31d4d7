module tb;
  logic clk = 0, rst = 1, in_valid = 0, out_valid;
  logic [15:0] a = 0, b = 0, y;
  logic [3:0] flags;

  always #5 clk = ~clk;

  bf16_mul dut (
    .clk(clk), .rst(rst), .in_valid(in_valid), .a(a), .b(b), .out_valid(out_valid), .y(y),
    .flags(flags));

  task automatic put(input logic [15:0] p, input logic [15:0] q, input logic [15:0] want, input logic [3:0] f);
    in_valid = 1; a = p; b = q;
    @(posedge clk); #1;
    in_valid = 0;
    if (out_valid !== 0) $error("out_valid too early");
    @(posedge clk); #1;
    if (out_valid !== 1 || y !== want || flags !== f)
      $error("%h * %h: valid %b y %h flags %b, expected %h %b", p, q, out_valid, y, flags, want, f);
    @(posedge clk); #1;
  endtask

  initial begin
    repeat (2) @(posedge clk);
    #1 rst = 0;
    @(posedge clk); #1;
    put(16'h3FC0, 16'hC020, 16'hC070, 4'b0000);
    put(16'h3F81, 16'h3F81, 16'h3F82, 4'b0001);
    put(16'h3F97, 16'h3FD9, 16'h4000, 4'b0001);
    put(16'h7F00, 16'hC080, 16'hFF80, 4'b0101);
    put(16'h0080, 16'h3F00, 16'h0000, 4'b0011);
    put(16'h8001, 16'h7F80, 16'h7FC0, 4'b1000);
    $finish;
  end
endmodule
