// Reproducer: increments with wait states on the instruction bus.
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

  assign imem_valid = (cyc < 8) || (cyc % 2 == 0);
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
    imem[ 0] = 32'h00000293;   // 00: addi x5,x0,0
    imem[ 1] = 32'h00400313;   // 04: addi x6,x0,4
    imem[ 2] = 32'h04000513;   // 08: addi x10,x0,0x40
    imem[ 3] = 32'h00128293;   // 0c: addi x5,x5,1
    imem[ 4] = 32'h00128293;   // 10: addi x5,x5,1
    imem[ 5] = 32'h005283b3;   // 14: add x7,x5,x5
    imem[ 6] = 32'h00128293;   // 18: addi x5,x5,1
    imem[ 7] = 32'h00552023;   // 1c: sw x5,0(x10)
    imem[ 8] = 32'h00450513;   // 20: addi x10,x10,4
    imem[ 9] = 32'h00629463;   // 24: bne x5,x6,next
    imem[10] = 32'h00330313;   // 28: addi x6,x6,3
    imem[11] = 32'h0012c413;   // 2c: xori x8,x5,1
    imem[12] = 32'h00800493;   // 30: addi x9,x0,8
    imem[13] = 32'hfe92c2e3;   // 34: blt x5,x9,loop
    imem[14] = 32'h04002583;   // 38: lw x11,0x40(x0)
    imem[15] = 32'h00558633;   // 3c: add x12,x11,x5
    imem[16] = 32'h08c02023;   // 40: sw x12,0x80(x0)

    retire(32'h00, 1, 5, 32'h00000000);
    retire(32'h04, 1, 6, 32'h00000004);
    retire(32'h08, 1, 10, 32'h00000040);
    retire(32'h0c, 1, 5, 32'h00000001);
    retire(32'h10, 1, 5, 32'h00000002);
    retire(32'h14, 1, 7, 32'h00000004);
    retire(32'h18, 1, 5, 32'h00000003);
    retire(32'h1c, 0, 0, 32'h00000000);
    store(32'h00000040, 4'b1111, 32'h00000003);
    retire(32'h20, 1, 10, 32'h00000044);
    retire(32'h24, 0, 0, 32'h00000000);
    retire(32'h2c, 1, 8, 32'h00000002);
    retire(32'h30, 1, 9, 32'h00000008);
    retire(32'h34, 0, 0, 32'h00000000);
    retire(32'h18, 1, 5, 32'h00000004);
    retire(32'h1c, 0, 0, 32'h00000000);
    store(32'h00000044, 4'b1111, 32'h00000004);
    retire(32'h20, 1, 10, 32'h00000048);
    retire(32'h24, 0, 0, 32'h00000000);
    retire(32'h28, 1, 6, 32'h00000007);
    retire(32'h2c, 1, 8, 32'h00000005);
    retire(32'h30, 1, 9, 32'h00000008);
    retire(32'h34, 0, 0, 32'h00000000);
    retire(32'h18, 1, 5, 32'h00000005);
    retire(32'h1c, 0, 0, 32'h00000000);
    store(32'h00000048, 4'b1111, 32'h00000005);
    retire(32'h20, 1, 10, 32'h0000004c);
    retire(32'h24, 0, 0, 32'h00000000);
    retire(32'h2c, 1, 8, 32'h00000004);
    retire(32'h30, 1, 9, 32'h00000008);
    retire(32'h34, 0, 0, 32'h00000000);
    retire(32'h18, 1, 5, 32'h00000006);
    retire(32'h1c, 0, 0, 32'h00000000);
    store(32'h0000004c, 4'b1111, 32'h00000006);
    retire(32'h20, 1, 10, 32'h00000050);
    retire(32'h24, 0, 0, 32'h00000000);
    retire(32'h2c, 1, 8, 32'h00000007);
    retire(32'h30, 1, 9, 32'h00000008);
    retire(32'h34, 0, 0, 32'h00000000);
    retire(32'h18, 1, 5, 32'h00000007);
    retire(32'h1c, 0, 0, 32'h00000000);
    store(32'h00000050, 4'b1111, 32'h00000007);
    retire(32'h20, 1, 10, 32'h00000054);
    retire(32'h24, 0, 0, 32'h00000000);
    retire(32'h28, 1, 6, 32'h0000000a);
    retire(32'h2c, 1, 8, 32'h00000006);
    retire(32'h30, 1, 9, 32'h00000008);
    retire(32'h34, 0, 0, 32'h00000000);
    retire(32'h18, 1, 5, 32'h00000008);
    retire(32'h1c, 0, 0, 32'h00000000);
    store(32'h00000054, 4'b1111, 32'h00000008);
    retire(32'h20, 1, 10, 32'h00000058);
    retire(32'h24, 0, 0, 32'h00000000);
    retire(32'h2c, 1, 8, 32'h00000009);
    retire(32'h30, 1, 9, 32'h00000008);
    retire(32'h34, 0, 0, 32'h00000000);
    retire(32'h38, 1, 11, 32'h00000003);
    retire(32'h3c, 1, 12, 32'h0000000b);
    retire(32'h40, 0, 0, 32'h00000000);
    store(32'h00000080, 4'b1111, 32'h0000000b);

    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    @(negedge clk);
    repeat (232) one_cycle();
    if (i_exp != n_exp) $error("ret_valid: expected %0d retired instructions, got %0d", n_exp, i_exp);
    if (i_st != n_st) $error("dmem_req: expected %0d stores, got %0d", n_st, i_st);
    $finish;
  end
endmodule
