// Stimulus for rv_core: random rv32i programs with random bus timing.
//
// The core is observed through a log with one entry per retired instruction
// (stores together with their bus write), so that only the order of events
// matters and not the cycle in which they happen.
module tb;
  localparam int IWORDS  = 512;
  localparam int DWORDS  = 256;
  localparam int N_LOG   = 400;     // retired instructions looked at per program
  localparam int N_CYC   = 1300;    // clock cycles per program
  localparam int N_PROG  = 16;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic [31:0] imem_addr, imem_rdata = '0;
  logic imem_valid = 1'b0;
  logic dmem_req, dmem_gnt = 1'b0, dmem_we;
  logic [31:0] dmem_addr, dmem_wdata, dmem_rdata = '0;
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

  // -----------------------------------------------------------------------
  // Random numbers
  // -----------------------------------------------------------------------
  logic [31:0] s;        // program and data
  logic [31:0] bs;       // bus timing
  int seed;
  function automatic logic [31:0] xs(input logic [31:0] x);
    logic [31:0] y;
    y = x;
    y = y ^ (y << 13);
    y = y ^ (y >> 17);
    y = y ^ (y << 5);
    return y;
  endfunction
  task automatic nxt();
    s = xs(s);
  endtask

  // -----------------------------------------------------------------------
  // Program generator.  x2 points into the data memory, x3 into the program;
  // all other registers are free.
  // -----------------------------------------------------------------------
  logic [31:0] imem [IWORDS];
  logic [31:0] dmem [DWORDS];
  logic [31:0] dinit [DWORDS];
  int ip;
  int nregs = 32;          // loop bounds as variables: keeps the compiled model small
  int nlog  = N_LOG;

  task automatic emit(input logic [31:0] w);
    imem[ip] = w;
    ip = ip + 1;
  endtask

  task automatic load_const(input logic [4:0] rd, input logic [31:0] v);
    logic [31:0] up;
    up = v + {20'h0, v[11], 11'h0};
    emit({up[31:12], rd, 7'b0110111});
    emit({v[11:0], rd, 3'b000, rd, 7'b0010011});
  endtask

  function automatic logic [31:0] interesting(input logic [31:0] r);
    case (r[31:28])
      4'h0:    return 32'h0000_0000;
      4'h1:    return 32'hffff_ffff;
      4'h2:    return 32'h8000_0000;
      4'h3:    return 32'h7fff_ffff;
      4'h4:    return {28'h0, r[3:0]};
      4'h5:    return {28'hfffffff, r[3:0]};
      4'h6:    return 32'h0000_8080;
      default: return r ^ (r << 9);
    endcase
  endfunction

  function automatic logic [4:0] pick_rd(input logic [4:0] r, input logic narrow);
    logic [4:0] x;
    x = narrow ? {2'b00, r[2:0]} : r;
    if (x == 5'd2 || x == 5'd3) x = x + 5'd4;
    return x;
  endfunction
  function automatic logic [4:0] pick_rs(input logic [4:0] r, input logic narrow);
    return narrow ? {2'b00, r[2:0]} : r;
  endfunction

  function automatic logic [31:0] enc_s(input logic [11:0] imm, input logic [4:0] rs2, input logic [4:0] rs1, input logic [2:0] f3);
    return {imm[11:5], rs2, rs1, f3, imm[4:0], 7'b0100011};
  endfunction
  function automatic logic [31:0] enc_b(input logic [12:0] imm, input logic [4:0] rs2, input logic [4:0] rs1, input logic [2:0] f3);
    return {imm[12], imm[10:5], rs2, rs1, f3, imm[4:1], imm[11], 7'b1100011};
  endfunction
  function automatic logic [31:0] enc_j(input logic [20:0] imm, input logic [4:0] rd);
    return {imm[20], imm[10:1], imm[11], imm[19:12], rd, 7'b1101111};
  endfunction

  task automatic random_instr(input logic narrow, input int last);
    logic [4:0] rd, rs1, rs2;
    logic [2:0] f3;
    logic [11:0] im;
    int kind, off;
    nxt(); rd = pick_rd(s[4:0], narrow); rs1 = pick_rs(s[9:5], narrow); rs2 = pick_rs(s[14:10], narrow);
    if (s[18:15] == 0) rs2 = rs1;
    nxt(); f3 = s[2:0]; im = s[14:3]; kind = int'(s[31:24]) % 100;
    if (kind < 24) begin                       // register-register
      emit({(f3 == 0 || f3 == 5) ? {1'b0, s[16], 5'h0} : 7'h0, rs2, rs1, f3, rd, 7'b0110011});
    end else if (kind < 48) begin              // register-immediate
      if (f3 == 1) im = {7'h0, im[4:0]};
      if (f3 == 5) im = {1'b0, s[16], 5'h0, im[4:0]};
      emit({im, rs1, f3, rd, 7'b0010011});
    end else if (kind < 63) begin              // loads
      if (s[21:20] == 0 && rs1 != 5'd0 && rs1 != 5'd2 && rs1 != 5'd3) rd = rs1;   // pointer chasing
      case (s[19:17])
        0:       emit({im, rs1, 3'b000, rd, 7'b0000011});
        1:       emit({im, rs1, 3'b100, rd, 7'b0000011});
        2:       emit({im, 5'd2, 3'b000, rd, 7'b0000011});
        3:       emit({im, 5'd2, 3'b100, rd, 7'b0000011});
        4:       emit({im[11:1], 1'b0, 5'd2, 3'b001, rd, 7'b0000011});
        5:       emit({im[11:1], 1'b0, 5'd2, 3'b101, rd, 7'b0000011});
        6:       emit({im[11:2], 2'b00, 5'd2, 3'b010, rd, 7'b0000011});
        default: emit({im[11:2], 2'b00, 5'd0, 3'b010, rd, 7'b0000011});
      endcase
    end else if (kind < 79) begin              // stores
      case (s[19:17])
        0:       emit(enc_s(im, rs2, rs1, 3'b000));
        1, 2:    emit(enc_s(im, rs2, 5'd2, 3'b000));
        3, 4:    emit(enc_s({im[11:1], 1'b0}, rs2, 5'd2, 3'b001));
        5:       emit(enc_s({im[11:1], 1'b0}, rs2, 5'd0, 3'b001));
        6:       emit(enc_s({im[11:2], 2'b00}, rs2, 5'd2, 3'b010));
        default: emit(enc_s({im[11:2], 2'b00}, rs2, 5'd0, 3'b010));
      endcase
    end else if (kind < 91) begin              // branches, mostly forward
      if (f3[2:1] == 2'b01) f3 = f3 ^ 3'b110;
      off = int'(s[20:17]) + 1;
      if (s[23:21] == 0) off = -off;
      if (ip + off > last) off = last - ip;
      if (off == 0) off = 1;
      emit(enc_b(13'(off * 4), rs2, rs1, f3));
    end else if (kind < 94) begin              // jal
      off = int'(s[20:17]) + 1;
      if (s[22:21] == 0) off = -off;
      if (ip + off > last) off = last - ip;
      if (off == 0) off = 1;
      emit(enc_j(21'(off * 4), rd));
    end else if (kind < 95) begin              // jalr through x3
      emit({im[11], im[11], im[11], im[8:2], 1'b0, im[0], 5'd3, 3'b000, rd, 7'b1100111});
    end else if (kind < 97) begin
      emit({s[22:3], rd, 7'b0110111});         // lui
    end else if (kind < 99) begin
      emit({s[22:3], rd, 7'b0010111});         // auipc
    end else begin
      emit({im[11:2], 2'b00, 5'd2, 3'b000, 5'd2, 7'b0010011});   // move the data pointer
    end
  endtask

  task automatic make_program(input logic narrow);
    ip = 0;
    for (int r = 1; r < nregs; r++) begin
      nxt();
      case (r)
        2:       load_const(5'd2, 32'h0000_1200);
        3:       load_const(5'd3, 32'd4 * 32'd260);
        default: load_const(5'(r), interesting(s));
      endcase
    end
    while (ip < IWORDS - 1) random_instr(narrow, IWORDS - 1);
    emit(enc_j(-21'sd1200, 5'd1));
    for (int i = 0; i < DWORDS; i++) begin
      nxt(); dinit[i] = s;
    end
  endtask

  // -----------------------------------------------------------------------
  // Memories, one call per clock cycle
  // -----------------------------------------------------------------------
  int i_rate, d_rate;
  logic gnt_was;
  logic [31:0] addr_was;

  logic [31:0] lg_pc [N_LOG], lg_data [N_LOG], lg_saddr [N_LOG], lg_sdata [N_LOG];
  logic [4:0]  lg_rd [N_LOG];
  logic [3:0]  lg_strb [N_LOG];
  logic        lg_we [N_LOG], lg_st [N_LOG], lg_val [N_LOG];
  int          n_ret;
  logic [31:0] sq_addr [8], sq_data [8];     // stores on the way to retirement
  logic [3:0]  sq_strb [8];
  int          sq_n;

  function automatic logic [31:0] lanes(input logic [3:0] st, input logic [31:0] d);
    return d & {{8{st[3]}}, {8{st[2]}}, {8{st[1]}}, {8{st[0]}}};
  endfunction

  task automatic one_cycle();
    @(negedge clk);
    // the fetch address is stable now: answer it for the rest of the cycle
    bs = xs(bs);
    imem_valid = (int'(bs[7:0]) < i_rate);
    imem_rdata = imem_valid ? imem[imem_addr[10:2]] : ~bs;
    dmem_gnt   = (int'(bs[15:8]) < d_rate);
    #3;
    // just before the rising edge: everything is settled
    gnt_was  = dmem_req && dmem_gnt && rst_n;
    addr_was = dmem_addr;
    if (gnt_was && dmem_we) begin
      for (int b = 0; b < 4; b++)
        if (dmem_strb[b]) dmem[dmem_addr[9:2]][8*b +: 8] = dmem_wdata[8*b +: 8];
      if (sq_n < 8) begin
        sq_addr[sq_n] = dmem_addr;
        sq_strb[sq_n] = dmem_strb;
        sq_data[sq_n] = lanes(dmem_strb, dmem_wdata);
        sq_n = sq_n + 1;
      end
    end
    // stage 3 outputs do not depend on this cycle's bus answers
    if (ret_valid && rst_n && n_ret < N_LOG) begin
      lg_val[n_ret]  = 1'b1;
      lg_pc[n_ret]   = ret_pc;
      lg_we[n_ret]   = ret_we;
      lg_rd[n_ret]   = ret_rd;
      lg_data[n_ret] = ret_data;
      lg_st[n_ret]   = 1'b0;
      if (imem[ret_pc[10:2]][6:0] == 7'b0100011 && sq_n > 0) begin
        lg_st[n_ret]    = 1'b1;
        lg_saddr[n_ret] = sq_addr[0];
        lg_strb[n_ret]  = sq_strb[0];
        lg_sdata[n_ret] = sq_data[0];
        for (int i = 0; i < 7; i++) begin
          sq_addr[i] = sq_addr[i+1];
          sq_strb[i] = sq_strb[i+1];
          sq_data[i] = sq_data[i+1];
        end
        sq_n = sq_n - 1;
      end
      n_ret = n_ret + 1;
    end
    @(posedge clk); #1;
    bs = xs(bs);
    dmem_rdata = gnt_was ? dmem[addr_was[9:2]] : bs;
  endtask

  task automatic clear();
    n_ret = 0;
    sq_n = 0;
    for (int i = 0; i < nlog; i++) begin
      lg_val[i] = 1'b0; lg_pc[i] = '0; lg_we[i] = 1'b0; lg_rd[i] = '0; lg_data[i] = '0;
      lg_st[i] = 1'b0; lg_saddr[i] = '0; lg_strb[i] = '0; lg_sdata[i] = '0;
    end
    for (int i = 0; i < DWORDS; i++) dmem[i] = dinit[i];
  endtask

  // -----------------------------------------------------------------------
  // Log output
  // -----------------------------------------------------------------------
  logic tick = 1'b0;
  logic o_val = 1'b0, o_we = 1'b0, o_st = 1'b0;
  logic [31:0] o_pc = '0, o_data = '0, o_saddr = '0, o_sdata = '0;
  logic [4:0] o_rd = '0;
  logic [3:0] o_strb = '0;

  task automatic show_log();
    for (int i = 0; i < nlog; i++) begin
      o_val = lg_val[i]; o_pc = lg_pc[i]; o_we = lg_we[i]; o_rd = lg_rd[i]; o_data = lg_data[i];
      o_st = lg_st[i]; o_saddr = lg_saddr[i]; o_strb = lg_strb[i]; o_sdata = lg_sdata[i];
      #1 tick = 1'b1;
      #1 tick = 1'b0;
    end
  endtask

  int cut;
  int n_prog = N_PROG;

  initial begin
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    s  = seed * 32'h9E3779B9 + 32'h1234_567;
    bs = seed * 32'h85EBCA6B + 32'h0BADF00D;
    gnt_was = 1'b0;
    addr_was = '0;
    repeat (2) @(posedge clk);
    for (int p = 0; p < n_prog; p++) begin
      make_program((p % 3) != 2);
      case (p % 4)
        0:       begin i_rate = 256; d_rate = 256; end
        1:       begin i_rate = 200; d_rate = 256; end
        2:       begin i_rate = 256; d_rate = 140; end
        default: begin i_rate = 190; d_rate = 170; end
      endcase
      // every fifth program is cut off by a reset and started again
      cut = (p % 5 == 4) ? 150 + p : 0;
      for (int c = 0; c < cut + N_CYC; c++) begin
        if (c == 0 || c == cut) rst_n = 1'b0;
        if (c == 3 || c == cut + 3) begin
          clear();
          rst_n = 1'b1;
        end
        one_cycle();
      end
      show_log();
    end
    $finish;
  end
endmodule
