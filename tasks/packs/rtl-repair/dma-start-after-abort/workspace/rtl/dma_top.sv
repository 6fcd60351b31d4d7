// Scatter-gather DMA with one memory port. Addresses count 32-bit words.
module dma_top (
  input  logic        clk,
  input  logic        rst_n,

  input  logic        start,
  input  logic [15:0] head,
  input  logic        abort_req,
  output logic        busy,
  output logic        irq,

  output logic        mem_valid,
  input  logic        mem_ready,
  output logic        mem_we,
  output logic [15:0] mem_addr,
  output logic [31:0] mem_wdata,
  input  logic        rsp_valid,
  input  logic [31:0] rsp_rdata
);

  logic        copy_start;
  logic        copying;
  logic        copy_done;
  logic [15:0] src;
  logic [15:0] dst;
  logic [15:0] len;

  logic        f_valid;
  logic [15:0] f_addr;
  logic        c_valid;
  logic        c_we;
  logic [15:0] c_addr;

  // an abort is remembered until the engine has come to rest
  logic abort_q;
  logic stop;
  assign stop = abort_req | abort_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n)     abort_q <= 1'b0;
    else if (!busy) abort_q <= 1'b0;
    else            abort_q <= stop;
  end

  dma_fetch u_fetch (
    .clk        (clk),
    .rst_n      (rst_n),
    .start      (start),
    .head       (head),
    .stop       (stop),
    .busy       (busy),
    .irq        (irq),
    .copy_start (copy_start),
    .copying    (copying),
    .src        (src),
    .dst        (dst),
    .len        (len),
    .copy_done  (copy_done),
    .req_valid  (f_valid),
    .req_addr   (f_addr),
    .req_ready  (mem_ready & ~copying),
    .rsp_valid  (rsp_valid & ~copying),
    .rsp_rdata  (rsp_rdata)
  );

  dma_copy u_copy (
    .clk       (clk),
    .rst_n     (rst_n),
    .start     (copy_start),
    .stop      (stop),
    .src       (src),
    .dst       (dst),
    .len       (len),
    .done      (copy_done),
    .req_valid (c_valid),
    .req_we    (c_we),
    .req_addr  (c_addr),
    .req_wdata (mem_wdata),
    .req_ready (mem_ready & copying),
    .rsp_valid (rsp_valid & copying),
    .rsp_rdata (rsp_rdata)
  );

  assign mem_valid = copying ? c_valid : f_valid;
  assign mem_we    = copying & c_we;
  assign mem_addr  = copying ? c_addr : f_addr;

endmodule
