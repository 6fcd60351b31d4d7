module tb;
  logic        enable, write, overlap;
  logic [1:0]  size, fault;
  logic [15:0] addr, offset;
  logic [2:0]  sel;

  address_decoder dut (
    .enable(enable), .write(write), .size(size), .addr(addr),
    .sel(sel), .offset(offset), .overlap(overlap), .fault(fault));

  task automatic try(input logic e, input logic w, input logic [1:0] s, input logic [15:0] a,
                     input logic [2:0] se, input logic [15:0] o, input logic ov, input logic [1:0] f);
    enable = e; write = w; size = s; addr = a;
    #1;
    if (sel !== se || offset !== o || overlap !== ov || fault !== f)
      $error("enable %b write %b size %0d addr %h: expected sel %b offset %h overlap %b fault %0d, got %b %h %b %0d",
             e, w, s, a, se, o, ov, f, sel, offset, overlap, fault);
  endtask

  initial begin
    try(1, 0, 2, 16'h10fc, 3'b001, 16'h00fc, 1, 0);
    try(1, 0, 2, 16'h10fd, 3'b000, 16'h00fd, 1, 2);
    try(1, 1, 0, 16'h1001, 3'b000, 16'h0001, 1, 3);
    try(1, 1, 1, 16'h1100, 3'b010, 16'h1100, 0, 0);
    try(1, 0, 0, 16'h8000, 3'b000, 16'h0000, 0, 1);
    try(1, 0, 1, 16'hffff, 3'b000, 16'h0fff, 0, 2);
    try(0, 0, 0, 16'h1000, 3'b000, 16'h0000, 0, 0);
    $finish;
  end
endmodule
