module tb;

  logic clk = 0, rst_n = 0, start = 0, abort_req = 0, busy, irq;
  logic mem_valid, mem_ready = 1, mem_we, rsp_valid = 0;
  logic [15:0] head = 0, mem_addr;
  logic [31:0] mem_wdata, rsp_rdata = 0;

  always #5 clk = ~clk;

  dma_top dut (
    .clk(clk), .rst_n(rst_n), .start(start), .head(head), .abort_req(abort_req), .busy(busy), .irq(irq),
    .mem_valid(mem_valid), .mem_ready(mem_ready), .mem_we(mem_we), .mem_addr(mem_addr),
    .mem_wdata(mem_wdata), .rsp_valid(rsp_valid), .rsp_rdata(rsp_rdata));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  logic pend_we;
  assign pend_we = mem_valid & mem_we;

  // 0x000-0x0FF: descriptors, 0x100-0x1FF: sources, 0x200-0x3FF: destinations
  logic [31:0] mem [1024];
  logic [15:0] fifo [16];
  logic [3:0]  wp, rp;
  logic        acc, acc_we;
  logic [15:0] acc_addr;
  logic [31:0] acc_data;
  integer i, t, phase, phases, cycles, words;
  integer ready_in, rsp_in, abort_in, start_in;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h600DF00;
    words = 1024; cycles = 1600; phases = 8;
    for (i = 0; i < words; i = i + 1) begin
      s = xs32(s);
      if (i >= 256) mem[i] = s;
      else case (i % 4)
        0: mem[i] = {16'd0, 8'h01, s[7:0]};
        1: mem[i] = {16'd0, 7'h01, s[8:0]};
        2: mem[i] = {s[31], 15'd0, 13'd0, s[2:0]};
        default: mem[i] = (s[1:0] == 0) ? 32'd0 : {24'd0, 6'd1 | s[7:2], 2'd0};
      endcase
    end
    for (phase = 0; phase < phases; phase = phase + 1) begin
      // chances of 16 per clock
      ready_in = (phase % 2 == 0) ? 16 : 7;
      rsp_in   = (phase % 4 < 2) ? 3 : (phase == 7) ? 1 : 16;
      abort_in = (phase == 0) ? 0 : (phase == 3) ? 3 : 1;
      start_in = (phase == 1) ? 16 : 9;
      for (t = 0; t < cycles; t = t + 1) begin
        @(negedge clk);
        acc = mem_valid & mem_ready & rst_n; acc_we = mem_we; acc_addr = mem_addr; acc_data = mem_wdata;
        @(posedge clk); #1;
        s = xs32(s);
        rst_n = ~(t < 3);
        if (!rst_n) begin wp = 0; rp = 0; acc = 0; end
        rsp_valid = 0; rsp_rdata = s;
        if (wp != rp && int'(s[3:0]) < rsp_in) begin
          rsp_valid = 1;
          rsp_rdata = mem[fifo[rp][9:0]];
          rp = rp + 4'd1;
        end
        if (acc && acc_we && acc_addr[9:8] != 0) mem[acc_addr[9:0]] = acc_data;
        if (acc && !acc_we) begin fifo[wp] = acc_addr; wp = wp + 4'd1; end
        mem_ready = int'(s[7:4]) < ready_in;
        start     = int'(s[11:8]) < start_in;
        head      = {8'd0, 6'd1 | s[17:12], 2'd0};
        abort_req = int'(s[23:19]) < abort_in;
      end
    end
    $finish;
  end
endmodule
