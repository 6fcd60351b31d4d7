// Stimulus for dcache: a CPU that issues loads, stores and flushes one after
// the other, and a memory with random timing that other masters also write.
// Responses and memory contents are shown through a log in program order, so
// that the number of cycles an operation takes does not matter.
module tb;
  localparam int N_OPS   = 320;
  localparam int N_CYC   = 14000;
  localparam int N_PHASE = 5;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic req_valid = 1'b0, req_ready, req_we = 1'b0;
  logic [15:0] req_addr = '0;
  logic [3:0] req_strb = '0;
  logic [31:0] req_wdata = '0;
  logic rsp_valid;
  logic [31:0] rsp_rdata;
  logic flush_req = 1'b0, flush_done;
  logic mem_valid, mem_ready = 1'b0, mem_we, mem_rvalid = 1'b0;
  logic [15:0] mem_addr;
  logic [31:0] mem_wdata, mem_rdata = '0;

  always #5 clk = ~clk;

  dcache dut (
    .clk(clk), .rst_n(rst_n),
    .req_valid(req_valid), .req_ready(req_ready), .req_we(req_we), .req_addr(req_addr),
    .req_strb(req_strb), .req_wdata(req_wdata), .rsp_valid(rsp_valid), .rsp_rdata(rsp_rdata),
    .flush_req(flush_req), .flush_done(flush_done),
    .mem_valid(mem_valid), .mem_ready(mem_ready), .mem_we(mem_we), .mem_addr(mem_addr),
    .mem_wdata(mem_wdata), .mem_rvalid(mem_rvalid), .mem_rdata(mem_rdata)
  );

  logic [31:0] s;        // operations
  logic [31:0] bs;       // memory timing
  int seed;
  function automatic logic [31:0] xs(input logic [31:0] x);
    logic [31:0] y;
    y = x;
    y = y ^ (y << 13);
    y = y ^ (y >> 17);
    y = y ^ (y << 5);
    return y;
  endfunction

  // -------------------------------------------------------------- memory
  logic [31:0] mem [16384];
  logic [13:0] rq [16];
  int rq_n;
  // loop bounds as variables: keeps the compiled model small
  int ntags = 6, nwords = 64, ndma = 12, nq = 15;
  int w_rate, r_rate;
  logic acc_r;
  logic [13:0] acc_addr;

  function automatic logic [7:0] tag_of(input logic [2:0] k);
    case (k)
      3'd0:    return 8'h00;
      3'd1:    return 8'h01;
      3'd2:    return 8'h02;
      3'd3:    return 8'h7f;
      3'd4:    return 8'h80;
      3'd5:    return 8'hff;
      3'd6:    return 8'h01;
      default: return 8'h00;
    endcase
  endfunction

  function automatic logic [31:0] mem_sum(input int dummy);
    logic [31:0] h;
    h = 32'(dummy);
    for (int k = 0; k < ntags; k++)
      for (int w = 0; w < nwords; w++)
        h = {h[26:0], h[31:27]} ^ (mem[{tag_of(3'(k)), 6'(w)}] + 32'h9E37_79B9);
    return h;
  endfunction

  // ----------------------------------------------------------------- log
  logic        lg_val [N_OPS], lg_rd [N_OPS];
  logic [31:0] lg_data [N_OPS];
  int          n_op;

  // ----------------------------------------------------------------- CPU
  typedef enum logic [1:0] {ISSUE, WAIT_ACCEPT, WAIT_RSP, WAIT_FLUSH} cpu_e;
  cpu_e cpu;
  logic op_rd;
  int style;

  task automatic finish_op(input logic rd, input logic [31:0] d);
    lg_val[n_op]  = 1'b1;
    lg_rd[n_op]   = rd;
    lg_data[n_op] = d;
    n_op = n_op + 1;
    cpu = ISSUE;
  endtask

  task automatic next_op();
    s = xs(s);
    if (n_op % 40 == 39 || (style == 1 && s[31:28] == 0)) begin
      flush_req = 1'b1;
      cpu = WAIT_FLUSH;
    end else begin
      case (style)
        0:       req_addr = {tag_of(s[2:0]), s[6:3], s[8:7], 2'b00};
        1:       req_addr = {tag_of({2'b00, s[0]}), 2'b11, s[4:3], s[8:7], 2'b00};
        2:       req_addr = {tag_of({1'b0, s[1:0]}), 3'b000, s[3], s[8:7], 2'b00};
        default: req_addr = {tag_of(s[2:0]), 4'(n_op), s[8:7], 2'b00};
      endcase
      req_we   = (s[10:9] != 0) && (style != 3 || s[11]);
      req_strb = (s[13:12] == 0) ? s[17:14] : 4'hf;
      op_rd    = !req_we;
      s = xs(s);
      req_wdata = s;
      req_valid = 1'b1;
      cpu = WAIT_ACCEPT;
    end
  endtask

  // one clock cycle: everything is looked at just before the rising edge
  task automatic one_cycle();
    #3;
    acc_r = 1'b0;
    acc_addr = mem_addr[15:2];
    if (rst_n) begin
      if (mem_valid && mem_ready) begin
        if (mem_we) mem[acc_addr] = mem_wdata;
        else acc_r = 1'b1;
      end
      case (cpu)
        WAIT_ACCEPT: if (req_ready) cpu = WAIT_RSP;
        WAIT_RSP:    if (rsp_valid) finish_op(op_rd, rsp_rdata);
        WAIT_FLUSH:  if (flush_done) begin
          finish_op(1'b1, mem_sum(n_op));
          // another master changes some words now
          for (int i = 0; i < ndma; i++) begin
            s = xs(s);
            mem[{tag_of(s[2:0]), s[8:3]}] = s ^ 32'h5555_aaaa;
          end
        end
        default: ;
      endcase
    end
    @(posedge clk); #1;
    if (cpu == WAIT_RSP) req_valid = 1'b0;
    if (cpu == ISSUE) begin
      flush_req = 1'b0;
      req_valid = 1'b0;
      if (rst_n && n_op < N_OPS) next_op();
    end
    // memory answers for the next cycle
    bs = xs(bs);
    if (acc_r && rq_n < 16) begin
      rq[rq_n] = acc_addr;
      rq_n = rq_n + 1;
    end
    mem_rvalid = (rq_n > 0) && (int'(bs[7:0]) < r_rate);
    mem_rdata  = mem_rvalid ? mem[rq[0]] : bs;
    if (mem_rvalid) begin
      for (int i = 0; i < nq; i++) rq[i] = rq[i+1];
      rq_n = rq_n - 1;
    end
    mem_ready = (int'(bs[15:8]) < w_rate);
    @(negedge clk);
  endtask

  task automatic clear();
    req_valid = 1'b0; flush_req = 1'b0; mem_rvalid = 1'b0;
    rq_n = 0;
    cpu = ISSUE;
    n_op = 0;
    for (int i = 0; i < N_OPS; i++) begin
      lg_val[i] = 1'b0; lg_rd[i] = 1'b0; lg_data[i] = '0;
    end
    for (int i = 0; i < 16384; i++) mem[i] = {16'(i), 16'(~i)} ^ {seed[7:0], 24'h0};
  endtask

  // ---------------------------------------------------------- log output
  logic tick = 1'b0;
  logic o_val = 1'b0, o_rd = 1'b0;
  logic [31:0] o_data = '0;

  task automatic show_log();
    for (int i = 0; i < N_OPS; i++) begin
      o_val = lg_val[i]; o_rd = lg_rd[i]; o_data = lg_data[i];
      #1 tick = 1'b1;
      #1 tick = 1'b0;
    end
  endtask

  int cut;
  int n_phases = N_PHASE;

  initial begin
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    s  = seed * 32'h9E3779B9 + 32'h0001_2345;
    bs = seed * 32'h85EBCA6B + 32'h0BAD_F00D;
    acc_r = 1'b0;
    acc_addr = '0;
    op_rd = 1'b0;
    w_rate = 256; r_rate = 256; style = 0;
    @(negedge clk);
    for (int p = 0; p < n_phases; p++) begin
      case (p)
        0:       begin style = 0; w_rate = 256; r_rate = 256; end
        1:       begin style = 1; w_rate = 100; r_rate = 256; end
        2:       begin style = 2; w_rate = 180; r_rate = 120; end
        3:       begin style = 3; w_rate = 60;  r_rate = 90;  end
        default: begin style = 0; w_rate = 130; r_rate = 128; end
      endcase
      // some phases are cut off by a reset in the middle of the traffic
      cut = (p == 2 || p == 4) ? 700 + p : 0;
      for (int c = 0; c < cut + N_CYC; c++) begin
        if (c == 0 || c == cut) begin
          rst_n = 1'b0;
          clear();
        end
        if (c == cut + 3 || c == 3) begin
          clear();
          s = seed * 32'h9E3779B9 + 32'(p) * 32'h0001_2345 + 32'(c) + 32'd77;
          rst_n = 1'b1;
        end
        one_cycle();
      end
      show_log();
    end
    $finish;
  end
endmodule
