module tb;
  logic [31:0] instr;
  logic [3:0]  alu_op;
  logic        legal, a_pc, b_imm, reg_write, mem_read, mem_write, branch, jump;

  control_decoder dut (
    .instr(instr), .legal(legal), .alu_op(alu_op), .a_pc(a_pc), .b_imm(b_imm), .reg_write(reg_write),
    .mem_read(mem_read), .mem_write(mem_write), .branch(branch), .jump(jump));

  // legal, a_pc, b_imm, reg_write, mem_read, mem_write, branch, jump
  task automatic try(input logic [31:0] i, input logic [3:0] op, input logic [7:0] want);
    logic [7:0] got;
    instr = i;
    #1;
    got = {legal, a_pc, b_imm, reg_write, mem_read, mem_write, branch, jump};
    if (alu_op !== op || got !== want)
      $error("instr %h: expected alu_op %0d controls %b, got %0d %b", i, op, want, alu_op, got);
  endtask

  initial begin
    try(32'hdeadb537, 10, 8'b10110000);    // lui a0, 0xdeadb
    try(32'h000080e7,  0, 8'b10110001);    // jalr ra, 0(ra)
    try(32'h00008067,  0, 8'b10100001);    // ret
    try(32'h8c5a8463,  0, 8'b11100010);    // beq s5, t0, ...
    try(32'h00512423,  0, 8'b10100100);    // sw t0, 8(sp)
    try(32'h00812283,  0, 8'b10111000);    // lw t0, 8(sp)
    try(32'h40f7d793,  7, 8'b10110000);    // srai a5, a5, 15
    try(32'h40f787b3,  1, 8'b10010000);    // sub a5, a5, a5
    try(32'h40f7f7b3,  0, 8'b00000000);    // no instruction
    try(32'h00100073,  0, 8'b10000000);    // ebreak
    try(32'h00200073,  0, 8'b00000000);    // not in RV32I
    $finish;
  end
endmodule
