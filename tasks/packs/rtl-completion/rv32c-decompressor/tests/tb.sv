module tb;
  logic        clk = 0;
  logic [31:0] raw = 0, instr;
  logic        is_compressed, illegal;

  always #5 clk = ~clk;

  rvc_expand dut (.raw(raw), .instr(instr), .is_compressed(is_compressed), .illegal(illegal));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic [15:0] h);
    @(posedge clk); #1;
    draw();
    raw = {rng[31:16], h};
  endtask

  // one opcode: fields all zero, one bit set, one bit clear, and at random
  task automatic opcode(input logic [4:0] o);
    put({o[2:0], 11'd0, o[4:3]});
    put({o[2:0], 11'h7ff, o[4:3]});
    for (int b = 0; b < 11; b++) begin
      put({o[2:0], 11'd1 << b, o[4:3]});
      put({o[2:0], ~(11'd1 << b), o[4:3]});
    end
    repeat (60) begin
      draw();
      put({o[2:0], rng[10:0], o[4:3]});
      put({o[2:0], rng[30:26], 1'b0, rng[25:21], o[4:3]});
      // rd of 2, rd or rs2 of 0
      put({o[2:0], rng[11], 5'd2, rng[16:12], o[4:3]});
      put({o[2:0], rng[11], 5'd0, rng[16:12], o[4:3]});
      put({o[2:0], rng[11], rng[16:12], 5'd0, o[4:3]});
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int o = 0; o < 32; o++) opcode(o[4:0]);
    // the register operations
    for (int k = 0; k < 64; k++) begin
      draw();
      put({3'b100, k[0], k[2:1], rng[2:0], k[4:3], rng[5:3], 2'b01});
    end
    @(posedge clk);
    $finish;
  end
endmodule
