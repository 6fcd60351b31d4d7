module tb;
  logic        clk = 0;
  logic [31:0] instr = 0;
  logic [3:0]  alu_op;
  logic        legal, a_pc, b_imm, reg_write, mem_read, mem_write, branch, jump;

  always #5 clk = ~clk;

  control_decoder dut (
    .instr(instr), .legal(legal), .alu_op(alu_op), .a_pc(a_pc), .b_imm(b_imm), .reg_write(reg_write),
    .mem_read(mem_read), .mem_write(mem_write), .branch(branch), .jump(jump));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  function automatic logic [6:0] opcode(input logic [3:0] n);
    case (n)
      4'd0: opcode = 7'b0110111;
      4'd1: opcode = 7'b0010111;
      4'd2: opcode = 7'b1101111;
      4'd3: opcode = 7'b1100111;
      4'd4: opcode = 7'b1100011;
      4'd5: opcode = 7'b0000011;
      4'd6: opcode = 7'b0100011;
      4'd7: opcode = 7'b0010011;
      4'd8: opcode = 7'b0110011;
      4'd9: opcode = 7'b0001111;
      default: opcode = 7'b1110011;
    endcase
  endfunction

  task automatic put(input logic [31:0] i);
    @(posedge clk); #1;
    instr = i;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    // every opcode with a funct7 that would be legal
    for (int o = 0; o < 128; o++) begin
      for (int k = 0; k < 4; k++) begin
        draw();
        put({1'b0, k[0], 5'd0, rng[24:7], o[6:0]});
      end
    end
    // every funct3 with: the legal funct7, one bit off either, and any; rd zero and not
    for (int n = 0; n < 11; n++) begin
      for (int f = 0; f < 8; f++) begin
        for (int k = 0; k < 20; k++) begin
          draw();
          rng[14:12] = f[2:0];
          rng[6:0]   = opcode(n[3:0]);
          if (k < 2) rng[31:25] = {1'b0, k[0], 5'd0};
          else if (k < 16) rng[31:25] = (7'd1 << (k % 7)) ^ {1'b0, k >= 9, 5'd0};
          if (k[1:0] == 0) rng[11:7] = 5'd0;
          if (k == 17) rng[11:7] = 5'd1;
          if (k == 18) rng[11:7] = 5'd16;
          put(rng);
        end
      end
    end
    // environment calls and their neighbours
    put(32'h00000073);
    put(32'h00100073);
    for (int b = 7; b < 32; b++) begin
      put(32'h00000073 ^ (32'd1 << b));
      put(32'h00100073 ^ (32'd1 << b));
    end
    @(posedge clk);
    $finish;
  end
endmodule
