module tb;
  logic [31:0] raw, instr;
  logic        is_compressed, illegal;

  rvc_expand dut (.raw(raw), .instr(instr), .is_compressed(is_compressed), .illegal(illegal));

  task automatic try(input logic [31:0] r, input logic [31:0] want, input logic c, input logic il);
    raw = r;
    #1;
    if (instr !== want || is_compressed !== c || illegal !== il)
      $error("raw %h: expected %h is_compressed %b illegal %b, got %h %b %b",
             r, want, c, il, instr, is_compressed, illegal);
  endtask

  initial begin
    try(32'h12341141, 32'hff010113, 1, 0);    // addi x2, x2, -16
    try(32'hffffc606, 32'h00112623, 1, 0);    // sw x1, 12(x2)
    try(32'h000040b2, 32'h00c12083, 1, 0);    // lw x1, 12(x2)
    try(32'h00004398, 32'h0007a703, 1, 0);    // lw x14, 0(x15)
    try(32'h00000808, 32'h01010513, 1, 0);    // addi x10, x2, 16
    try(32'h00007179, 32'hfd010113, 1, 0);    // addi x2, x2, -48
    try(32'h000067c1, 32'h000107b7, 1, 0);    // lui x15, 16
    try(32'h00008b85, 32'h0017f793, 1, 0);    // andi x15, x15, 1
    try(32'h00008f99, 32'h40e787b3, 1, 0);    // sub x15, x15, x14
    try(32'h0000a001, 32'h0000006f, 1, 0);    // jal x0, 0
    try(32'h00008082, 32'h00008067, 1, 0);    // jalr x0, 0(x1)
    try(32'h0000852e, 32'h00b00533, 1, 0);    // add x10, x0, x11
    try(32'h00009002, 32'h00000000, 1, 1);    // c.ebreak: not here
    try(32'h00000000, 32'h00000000, 1, 1);
    try(32'hdeadb537, 32'hdeadb537, 0, 0);
    $finish;
  end
endmodule
