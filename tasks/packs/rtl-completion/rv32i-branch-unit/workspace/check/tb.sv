module tb;
  logic [1:0]  kind;
  logic [2:0]  funct3;
  logic [31:0] pc, rs1, rs2, imm, predicted_pc, next_pc, link;
  logic        taken, mispredict, misaligned, illegal;

  branch_unit dut (
    .kind(kind), .funct3(funct3), .pc(pc), .rs1(rs1), .rs2(rs2), .imm(imm), .predicted_pc(predicted_pc),
    .taken(taken), .next_pc(next_pc), .link(link), .mispredict(mispredict), .misaligned(misaligned),
    .illegal(illegal));

  task automatic try(input logic [1:0] k, input logic [2:0] f, input logic [31:0] a, input logic [31:0] b,
                     input logic [31:0] offset, input logic [31:0] want, input logic [3:0] flags);
    kind = k; funct3 = f; rs1 = a; rs2 = b; imm = offset;
    #1;
    if (next_pc !== want || link !== 32'h1004 || {taken, mispredict, misaligned, illegal} !== flags)
      $error("kind %0d funct3 %b: expected next_pc %h link 00001004 flags %b, got %h %h %b", k, f, want, flags,
             next_pc, link, {taken, mispredict, misaligned, illegal});
  endtask

  initial begin
    pc = 32'h1000;
    predicted_pc = 32'h1004;
    // flags: taken, mispredict, misaligned, illegal
    try(1, 3'b100, 32'hffffffff, 32'd1, 32'hfffffff8, 32'h00000ff8, 4'b1100);
    try(1, 3'b110, 32'hffffffff, 32'd1, 32'hfffffff8, 32'h00001004, 4'b0000);
    try(1, 3'b001, 32'd7, 32'd7, 32'd16, 32'h00001004, 4'b0000);
    try(1, 3'b010, 32'd7, 32'd7, 32'd16, 32'h00001004, 4'b0001);
    try(2, 3'b010, 32'd0, 32'd0, 32'd6, 32'h00001006, 4'b1110);
    try(3, 3'b000, 32'h2001, 32'd0, 32'd2, 32'h00002002, 4'b1110);
    try(0, 3'b000, 32'd7, 32'd7, 32'd16, 32'h00001004, 4'b0000);
    $finish;
  end
endmodule
