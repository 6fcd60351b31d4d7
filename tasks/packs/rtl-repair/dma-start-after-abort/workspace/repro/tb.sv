// Reproducer: three chains of one descriptor, the second one is aborted.
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

  localparam int LAT = 6;

  // descriptors at 16*n, source at 0x100*n, destination at 0x800 + 0x100*n, 5 words
  function automatic logic [31:0] content(input logic [15:0] a);
    if (a[15:8] != 0) return {16'hDA7A, a};
    case (a[1:0])
      0: return {16'd0, 4'd0, a[7:4], 8'd0};
      1: return 32'h800 + {20'd0, a[7:4], 8'd0};
      2: return 32'h8000_0005;
      default: return 32'd0;
    endcase
  endfunction

  int n, t, k, w, irqs;
  int chains = 4, cycles = 150;
  logic [LAT:0] pipe;
  logic [15:0]  addr_pipe [LAT+1];
  logic         acc, acc_we;
  logic [15:0]  acc_addr;

  initial begin
    pipe = 0;
    repeat (3) @(posedge clk);
    #1; rst_n = 1;
    for (n = 1; n < chains; n = n + 1) begin
      start = 1; head = 16'(16 * n); k = 0; irqs = 0;
      for (t = 0; t < cycles; t = t + 1) begin
        @(negedge clk);
        acc = mem_valid & mem_ready; acc_we = mem_we; acc_addr = mem_addr;
        if (irq) irqs = irqs + 1;
        if (acc) begin
          // requests 0..3: descriptor, then read and write in turn
          w = (k - 4) / 2;
          if (mem_we !== (k >= 4 && k % 2 == 1)) $error("mem_we: expected %h, got %h", k % 2, mem_we);
          if (k < 4 && mem_addr !== 16'(16 * n + k)) $error("mem_addr: expected %h, got %h", 16'(16 * n + k), mem_addr);
          if (k >= 4 && !mem_we && mem_addr !== 16'(256 * n + w)) $error("mem_addr: expected %h, got %h", 16'(256 * n + w), mem_addr);
          if (k >= 4 && mem_we && mem_addr !== 16'(2048 + 256 * n + w)) $error("mem_addr: expected %h, got %h", 16'(2048 + 256 * n + w), mem_addr);
          if (mem_we && mem_wdata !== {16'hDA7A, 16'(256 * n + w)}) $error("mem_wdata: expected %h, got %h", {16'hDA7A, 16'(256 * n + w)}, mem_wdata);
          k = k + 1;
        end
        @(posedge clk); #1;
        start = 0;
        // the memory
        for (w = LAT; w > 0; w = w - 1) addr_pipe[w] = addr_pipe[w-1];
        addr_pipe[0] = acc_addr;
        pipe      = {pipe[LAT-1:0], acc & ~acc_we};
        rsp_valid = pipe[LAT];
        rsp_rdata = content(addr_pipe[LAT]);
        // the second chain is aborted two clocks after its third payload read
        abort_req = n == 2 && k == 9 && pipe[2];
        if (n == 2 && k == 9 && !busy) t = cycles;
      end
      if (n != 2 && k != 14) $error("mem_valid: expected %0d requests, got %0d", 14, k);
      if (n != 2 && irqs != 1) $error("irq: expected %0d pulses, got %0d", 1, irqs);
    end
    if (busy !== 1'b0) $error("busy: expected %h, got %h", 1'b0, busy);
    $finish;
  end
endmodule
