// Reads all registers after reset, writes with strobes, two errors, an event and its acknowledgement.
module tb;
  logic        pclk = 0, presetn = 0, psel = 0, penable = 0, pwrite = 0;
  logic [4:0]  paddr = 0;
  logic [31:0] pwdata = 0, prdata;
  logic [3:0]  pstrb = 0, event_in = 0;
  logic [11:0] level = 12'h123, threshold;
  logic        pready, pslverr, enable, irq;
  logic [2:0]  mode;

  always #5 pclk = ~pclk;

  apb_regs dut (
    .pclk(pclk), .presetn(presetn), .psel(psel), .penable(penable), .pwrite(pwrite), .paddr(paddr),
    .pwdata(pwdata), .pstrb(pstrb), .prdata(prdata), .pready(pready), .pslverr(pslverr),
    .level(level), .event_in(event_in), .enable(enable), .mode(mode), .threshold(threshold), .irq(irq)
  );

  task automatic access(input logic w, input logic [4:0] a, input logic [31:0] d, input logic [3:0] s, input logic err);
    psel = 1; pwrite = w; paddr = a; pwdata = d; pstrb = s;
    @(posedge pclk); #1 penable = 1;
    #2;
    if ({pready, pslverr} !== 2'b00) $error("wait state: pready, pslverr: got %b", {pready, pslverr});
    @(posedge pclk); #3;
    if (pready !== 1'b1) $error("pready: expected 1, got %b", pready);
    if (pslverr !== err) $error("pslverr at %h: expected %b, got %b", a, err, pslverr);
    if (!w && !err && prdata !== d) $error("prdata at %h: expected %h, got %h", a, d, prdata);
    @(posedge pclk); #1;
    psel = 0; penable = 0;
  endtask

  initial begin
    repeat (2) @(posedge pclk);
    #1 presetn = 1;
    access(0, 5'h00, 32'h0, 0, 0);
    access(0, 5'h04, 32'h800, 0, 0);
    access(0, 5'h08, 32'h123, 0, 0);
    access(0, 5'h0c, 32'h0, 0, 0);
    access(0, 5'h10, 32'h0, 0, 0);
    access(0, 5'h14, 32'h47531234, 0, 0);
    access(0, 5'h18, 32'h0, 0, 1);
    access(1, 5'h14, 32'h0, 4'hf, 1);
    access(1, 5'h02, 32'hffffffff, 4'hf, 1);
    access(1, 5'h00, 32'hffffffff, 4'b0010, 0);
    access(0, 5'h00, 32'h700, 0, 0);
    access(1, 5'h04, 32'hffffff55, 4'b1101, 0);
    access(0, 5'h04, 32'h855, 0, 0);
    if (mode !== 3'd7 || enable !== 1'b0 || threshold !== 12'h855)
      $error("outputs: mode %0d, enable %b, threshold %h", mode, enable, threshold);
    access(1, 5'h10, 32'h2, 4'b0001, 0);
    event_in = 4'b0011;
    @(posedge pclk); #1 event_in = 0;
    if (irq !== 1'b1) $error("irq: expected 1, got %b", irq);
    access(1, 5'h0c, 32'h2, 4'b0001, 0);
    if (irq !== 1'b0) $error("irq: expected 0, got %b", irq);
    access(0, 5'h0c, 32'h1, 0, 0);
    $finish;
  end
endmodule
