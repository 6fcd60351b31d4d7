module tb;
  logic [31:0] instr, imm;
  logic [2:0]  format;
  logic        is_negative;

  imm_gen dut (.instr(instr), .imm(imm), .format(format), .is_negative(is_negative));

  task automatic try(input logic [31:0] i, input logic [2:0] f, input logic [31:0] want);
    instr = i;
    #1;
    if (imm !== want || format !== f || is_negative !== want[31])
      $error("instr %h: expected format %0d imm %h, got %0d %h (is_negative %b)", i, f, want, format, imm, is_negative);
  endtask

  initial begin
    try(32'hfff00513, 1, 32'hffffffff);    // addi a0, zero, -1
    try(32'h80102023, 2, 32'hfffff800);    // sw ra, -2048(zero)
    try(32'h8c5a8463, 3, 32'hfffff0c8);    // beq s5, t0, -3896
    try(32'hdeadb537, 4, 32'hdeadb000);    // lui a0, 0xdeadb
    try(32'hfe5ff06f, 5, 32'hffffffe4);    // jal zero, -28
    try(32'h40f7d793, 6, 32'h0000000f);    // srai a5, a5, 15
    try(32'hfff7d073, 7, 32'h0000000f);    // csrwi 0xfff, 15
    try(32'hfff79073, 0, 32'h00000000);    // csrw 0xfff, a5
    try(32'h40f787b3, 0, 32'h00000000);    // sub a5, a5, a5
    $finish;
  end
endmodule
