// Reproducer: memory contents after a flush.
module tb;
  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic req_valid = 1'b0, req_ready, req_we = 1'b0;
  logic [15:0] req_addr = '0;
  logic [3:0] req_strb = 4'hf;
  logic [31:0] req_wdata = '0;
  logic rsp_valid;
  logic [31:0] rsp_rdata;
  logic flush_req = 1'b0, flush_done;
  logic mem_valid, mem_ready, mem_we;
  logic mem_rvalid = 1'b0;
  logic [15:0] mem_addr;
  logic [31:0] mem_wdata;
  logic [31:0] mem_rdata = '0;

  always #5 clk = ~clk;

  dcache dut (
    .clk(clk), .rst_n(rst_n),
    .req_valid(req_valid), .req_ready(req_ready), .req_we(req_we), .req_addr(req_addr),
    .req_strb(req_strb), .req_wdata(req_wdata), .rsp_valid(rsp_valid), .rsp_rdata(rsp_rdata),
    .flush_req(flush_req), .flush_done(flush_done),
    .mem_valid(mem_valid), .mem_ready(mem_ready), .mem_we(mem_we), .mem_addr(mem_addr),
    .mem_wdata(mem_wdata), .mem_rvalid(mem_rvalid), .mem_rdata(mem_rdata)
  );

  // memory that is always ready, read data one cycle after acceptance
  logic [31:0] mem [1024];
  assign mem_ready = 1'b1;

  logic [31:0] model [1024];     // what the CPU must see

  task automatic step();
    logic rd;
    logic [9:0] a;
    #3;
    rd = mem_valid && !mem_we;
    a = mem_addr[11:2];
    if (mem_valid && mem_we) begin
      if (mem_wdata !== model[a]) $error("mem_wdata: expected %h, got %h (address %h)", model[a], mem_wdata, mem_addr);
      mem[a] = mem_wdata;
    end
    @(posedge clk); #1;
    mem_rvalid = rd;
    mem_rdata = rd ? mem[a] : 32'hdddd_dddd;
    @(negedge clk);
  endtask

  // The CPU's operations, one after the other
  localparam int LOAD = 0, STORE = 1, FLUSH = 2;
  int          n_op = 0;
  int          kind [64];
  logic [15:0] addr [64];
  logic [31:0] data [64];
  function automatic void op(input int k, input logic [15:0] a, input logic [31:0] d);
    kind[n_op] = k; addr[n_op] = a; data[n_op] = d;
    n_op = n_op + 1;
  endfunction

  logic accepted, done;

  initial begin
    for (int i = 0; i < 1024; i++) begin
      mem[i] = 32'hc0de_0000 + 32'(i);
      model[i] = mem[i];
    end
    op(STORE, 16'h0100, 32'h1111_0000);
    op(STORE, 16'h0244, 32'h2222_0001);
    op(LOAD, 16'h0100, 0);
    op(FLUSH, 0, 0);
    // modify at least one word in every line
    for (int i = 0; i < 16; i++) op(STORE, 16'h0200 + 16'(20 * i), 32'h5a5a_0000 + 32'(i));
    op(FLUSH, 0, 0);
    for (int i = 0; i < 20; i++) op(LOAD, 16'h0200 + 16'(16 * i), 0);
    op(FLUSH, 0, 0);

    repeat (3) @(posedge clk);
    @(negedge clk);
    rst_n = 1;
    for (int n = 0; n < n_op; n++) begin
      accepted = 0;
      done = 0;
      for (int t = 0; t < 400 && !done; t++) begin
        flush_req = (kind[n] == FLUSH);
        req_valid = (kind[n] != FLUSH) && !accepted;
        req_we = (kind[n] == STORE); req_addr = addr[n]; req_wdata = data[n];
        #1;
        if (accepted && rsp_valid && kind[n] == LOAD && rsp_rdata !== model[addr[n][11:2]])
          $error("rsp_rdata: expected %h, got %h (address %h)", model[addr[n][11:2]], rsp_rdata, addr[n]);
        done = (kind[n] == FLUSH) ? flush_done : (accepted && rsp_valid);
        if (req_valid && req_ready) begin
          accepted = 1;
          if (req_we) model[req_addr[11:2]] = req_wdata;
        end
        step();
      end
      if (!done && kind[n] == FLUSH) $error("flush_done: expected 1, got 0 for 400 cycles (operation %0d)", n);
      if (!done && kind[n] != FLUSH) $error("rsp_valid: expected 1, got 0 for 400 cycles (operation %0d)", n);
      for (int i = 0; i < 1024; i++)
        if (kind[n] == FLUSH && mem[i] !== model[i])
          $error("mem_wdata: expected %h, got %h in memory after the flush (address %h)", model[i], mem[i], 4 * i);
    end
    $finish;
  end
endmodule
