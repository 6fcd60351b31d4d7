module tb;
  logic        clk = 0;
  logic [31:0] instr = 0, imm;
  logic [2:0]  format;
  logic        is_negative;

  always #5 clk = ~clk;

  imm_gen dut (.instr(instr), .imm(imm), .format(format), .is_negative(is_negative));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  function automatic logic [6:0] opcode(input logic [3:0] n);
    case (n)
      4'd0: opcode = 7'b0000011;
      4'd1: opcode = 7'b1100111;
      4'd2: opcode = 7'b0010011;
      4'd3: opcode = 7'b0100011;
      4'd4: opcode = 7'b1100011;
      4'd5: opcode = 7'b0110111;
      4'd6: opcode = 7'b0010111;
      4'd7: opcode = 7'b1101111;
      4'd8: opcode = 7'b1110011;
      default: opcode = 7'b0110011;
    endcase
  endfunction

  task automatic put(input logic [31:0] i);
    @(posedge clk); #1;
    instr = i;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    // every opcode, some funct3 and immediates
    for (int o = 0; o < 128; o++) begin
      for (int k = 0; k < 4; k++) begin
        draw();
        put({rng[31:7], o[6:0]});
      end
    end
    for (int n = 0; n < 10; n++) begin
      for (int f = 0; f < 8; f++) begin
        // all instruction bits one by one, and all zeros but one
        for (int b = 7; b < 32; b++) begin
          draw();
          put(((32'd1 << b) & 32'hffff8f80) | {17'd0, f[2:0], 5'd0, opcode(n[3:0])});
        end
        for (int k = 0; k < 6; k++) begin
          draw();
          put({rng[31:15], f[2:0], rng[11:7], opcode(n[3:0])});
        end
      end
    end
    @(posedge clk);
    $finish;
  end
endmodule
