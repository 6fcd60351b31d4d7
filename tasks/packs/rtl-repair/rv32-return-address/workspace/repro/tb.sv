// Reproducer: call and return.
module tb;
  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic [31:0] imem_addr, imem_rdata;
  logic imem_valid;
  logic dmem_req, dmem_gnt, dmem_we;
  logic [31:0] dmem_addr, dmem_wdata;
  logic [31:0] dmem_rdata = '0;
  logic [3:0] dmem_strb;
  logic ret_valid, ret_we;
  logic [31:0] ret_pc, ret_data;
  logic [4:0] ret_rd;

  always #5 clk = ~clk;

  rv_core dut (
    .clk(clk), .rst_n(rst_n),
    .imem_addr(imem_addr), .imem_valid(imem_valid), .imem_rdata(imem_rdata),
    .dmem_req(dmem_req), .dmem_gnt(dmem_gnt), .dmem_we(dmem_we), .dmem_addr(dmem_addr),
    .dmem_strb(dmem_strb), .dmem_wdata(dmem_wdata), .dmem_rdata(dmem_rdata),
    .ret_valid(ret_valid), .ret_pc(ret_pc), .ret_we(ret_we), .ret_rd(ret_rd), .ret_data(ret_data)
  );

  // memories; instructions outside the program read as nop
  logic [31:0] imem [64];
  logic [31:0] dmem [64];
  int cyc = 0;

  assign imem_valid = (cyc % 5 != 1);
  assign imem_rdata = imem_valid ? imem[imem_addr[7:2]] : 32'hffff_ffff;
  assign dmem_gnt   = 1'b1;

  // what the program must do, in program order
  int n_exp = 0, n_st = 0, i_exp = 0, i_st = 0;
  logic [31:0] e_pc [128], e_data [128], s_addr [128], s_data [128];
  logic        e_we [128];
  logic [4:0]  e_rd [128];
  logic [3:0]  s_strb [128];

  task automatic retire(input logic [31:0] pc, input logic we, input logic [4:0] rd, input logic [31:0] data);
    e_pc[n_exp] = pc; e_we[n_exp] = we; e_rd[n_exp] = rd; e_data[n_exp] = data;
    n_exp = n_exp + 1;
  endtask
  task automatic store(input logic [31:0] addr, input logic [3:0] strb, input logic [31:0] data);
    s_addr[n_st] = addr; s_strb[n_st] = strb; s_data[n_st] = data;
    n_st = n_st + 1;
  endtask

  // bus writes and retired instructions, looked at just before each rising edge
  task automatic watch();
    logic [31:0] mask;
    if (dmem_req && dmem_gnt && dmem_we && i_st < n_st) begin
      mask = {{8{s_strb[i_st][3]}}, {8{s_strb[i_st][2]}}, {8{s_strb[i_st][1]}}, {8{s_strb[i_st][0]}}};
      if (dmem_addr !== s_addr[i_st]) $error("dmem_addr: expected %h, got %h (store %0d)", s_addr[i_st], dmem_addr, i_st);
      if (dmem_strb !== s_strb[i_st]) $error("dmem_strb: expected %h, got %h (store %0d)", s_strb[i_st], dmem_strb, i_st);
      if ((dmem_wdata & mask) !== s_data[i_st])
        $error("dmem_wdata: expected %h, got %h (store %0d)", s_data[i_st], dmem_wdata & mask, i_st);
      i_st = i_st + 1;
    end
    if (ret_valid && i_exp < n_exp) begin
      if (ret_pc !== e_pc[i_exp]) $error("ret_pc: expected %h, got %h (instruction %0d)", e_pc[i_exp], ret_pc, i_exp);
      if (ret_we !== e_we[i_exp]) $error("ret_we: expected %h, got %h (pc %h)", e_we[i_exp], ret_we, ret_pc);
      if (e_we[i_exp] && ret_rd !== e_rd[i_exp]) $error("ret_rd: expected %h, got %h (pc %h)", e_rd[i_exp], ret_rd, ret_pc);
      if (e_we[i_exp] && ret_data !== e_data[i_exp])
        $error("ret_data: expected %h, got %h (pc %h, x%0d)", e_data[i_exp], ret_data, ret_pc, ret_rd);
      i_exp = i_exp + 1;
    end
  endtask

  task automatic one_cycle();
    logic rd;
    logic [5:0] a;
    #3;
    watch();
    rd = dmem_req && dmem_gnt;
    a = dmem_addr[7:2];
    if (rd && dmem_we) begin
      for (int b = 0; b < 4; b++)
        if (dmem_strb[b]) dmem[a][8*b +: 8] = dmem_wdata[8*b +: 8];
    end
    @(posedge clk); #1;
    dmem_rdata = rd ? dmem[a] : 32'hdddd_dddd;
    cyc = cyc + 1;
    @(negedge clk);
  endtask

  initial begin
    for (int i = 0; i < 64; i++) begin
      imem[i] = 32'h0000_0013;
      dmem[i] = 32'h0000_0000;
    end
    imem[ 0] = 32'h00500513;   // 00: addi x10,x0,5
    imem[ 1] = 32'h00000593;   // 04: addi x11,x0,0
    imem[ 2] = 32'h04000613;   // 08: addi x12,x0,0x40
    imem[ 3] = 32'h018000ef;   // 0c: jal x1,f
    imem[ 4] = 32'h00b62023;   // 10: sw x11,0(x12)
    imem[ 5] = 32'h00700513;   // 14: addi x10,x0,7
    imem[ 6] = 32'h00c000ef;   // 18: jal x1,f
    imem[ 7] = 32'h00b62223;   // 1c: sw x11,4(x12)
    imem[ 8] = 32'h00c0006f;   // 20: jal x0,end
    imem[ 9] = 32'h00b505b3;   // 24: add x11,x10,x11
    imem[10] = 32'h00008067;   // 28: jalr x0,0(x1)
    imem[11] = 32'h00000463;   // 2c: beq x0,x0,over
    imem[12] = 32'h06300593;   // 30: addi x11,x0,99
    imem[13] = 32'h00062683;   // 34: lw x13,0(x12)
    imem[14] = 32'h00b69463;   // 38: bne x13,x11,done
    imem[15] = 32'h00100693;   // 3c: addi x13,x0,1
    imem[16] = 32'h00d62423;   // 40: sw x13,8(x12)

    retire(32'h00, 1, 10, 32'h00000005);
    retire(32'h04, 1, 11, 32'h00000000);
    retire(32'h08, 1, 12, 32'h00000040);
    retire(32'h0c, 1, 1, 32'h00000010);
    retire(32'h24, 1, 11, 32'h00000005);
    retire(32'h28, 0, 0, 32'h00000000);
    retire(32'h10, 0, 0, 32'h00000000);
    store(32'h00000040, 4'b1111, 32'h00000005);
    retire(32'h14, 1, 10, 32'h00000007);
    retire(32'h18, 1, 1, 32'h0000001c);
    retire(32'h24, 1, 11, 32'h0000000c);
    retire(32'h28, 0, 0, 32'h00000000);
    retire(32'h1c, 0, 0, 32'h00000000);
    store(32'h00000044, 4'b1111, 32'h0000000c);
    retire(32'h20, 0, 0, 32'h00000000);
    retire(32'h2c, 0, 0, 32'h00000000);
    retire(32'h34, 1, 13, 32'h00000005);
    retire(32'h38, 0, 0, 32'h00000000);
    retire(32'h40, 0, 0, 32'h00000000);
    store(32'h00000048, 4'b1111, 32'h00000005);

    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    @(negedge clk);
    repeat (88) one_cycle();
    if (i_exp != n_exp) $error("ret_valid: expected %0d retired instructions, got %0d", n_exp, i_exp);
    if (i_st != n_st) $error("dmem_req: expected %0d stores, got %0d", n_st, i_st);
    $finish;
  end
endmodule
