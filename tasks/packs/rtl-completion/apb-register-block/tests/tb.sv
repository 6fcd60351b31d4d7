module tb;
  logic        pclk = 0, presetn = 1, psel = 0, penable = 0, pwrite = 0;
  logic [4:0]  paddr = 0;
  logic [31:0] pwdata = 0, prdata;
  logic [3:0]  pstrb = 0, event_in = 0;
  logic [11:0] level = 0, threshold;
  logic        pready, pslverr, enable, irq, reading;
  logic [2:0]  mode;

  always #5 pclk = ~pclk;

  apb_regs dut (
    .pclk(pclk), .presetn(presetn), .psel(psel), .penable(penable), .pwrite(pwrite), .paddr(paddr),
    .pwdata(pwdata), .pstrb(pstrb), .prdata(prdata), .pready(pready), .pslverr(pslverr),
    .level(level), .event_in(event_in), .enable(enable), .mode(mode), .threshold(threshold), .irq(irq)
  );
  assign reading = pready && !pwrite && !pslverr;

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic clock;
    @(posedge pclk); #1;
  endtask

  // what happens beside the bus
  task automatic beside;
    roll;
    event_in = rng[3:0] & rng[7:4] & rng[11:8] & {4{rng[12]}};
    case (rng[15:13])
      0: level = threshold;
      1: level = threshold - 12'd1;
      2: level = rng[31:20];
      default: level = 12'd0;
    endcase
  endtask

  task automatic access(input logic w, input logic [4:0] a, input logic [31:0] d, input logic [3:0] s);
    psel = 1; penable = 0; pwrite = w; paddr = a; pwdata = d; pstrb = s;
    beside; clock;
    penable = 1;
    beside; clock;
    beside; clock;
    psel = 0; penable = 0;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 presetn = 0;
    clock; clock;
    presetn = 1;
    for (int a = 0; a < 32; a++) begin
      access(0, a, 0, 0);
      for (int s = 0; s < 16; s++) begin
        roll;
        access(1, a, rng, s);
        access(0, a & 5'h1c, 0, 0);
      end
    end
    access(1, 5'h10, 32'hf, 4'hf);
    access(1, 5'h00, 32'h1, 4'hf);
    repeat (500) begin
      roll;
      access(rng[0], {rng[3:1], 2'b00}, rng[6] ? {28'd0, rng[31:28]} : rng, rng[9:6] | {3'd0, rng[10]});
      if (rng[11]) begin beside; clock; end
      if (rng[20:16] == 0) begin presetn = 0; clock; presetn = 1; end
    end
    // levels on both sides of the threshold, with STATUS clear before
    access(1, 5'h10, 32'hf, 4'hf);
    for (int t = 0; t < 12; t++) begin
      access(1, 5'h00, {31'd0, t != 5}, 4'hf);
      access(1, 5'h04, 32'd1 << t, 4'hf);
      level = 0; event_in = 0;
      clock;
      for (int k = 0; k < 3; k++) begin
        psel = 1; pwrite = 1; paddr = 5'h0c; pwdata = 32'hf; pstrb = 4'h1; penable = 0;
        clock; penable = 1;
        clock; clock; psel = 0; penable = 0;
        level = threshold - 12'd1 + k;
        clock;
        level = 0;
        clock;
      end
    end
    // control signals at random: broken and immediately repeated accesses
    repeat (2500) begin
      beside;
      roll;
      psel    = (rng[1:0] != 0);
      penable = (rng[3:2] != 0);
      if (rng[4]) begin
        pwrite = rng[5]; paddr = {rng[8:6], rng[10:9] & {2{rng[11]}}}; pwdata = rng ^ (rng << 9); pstrb = rng[15:12];
      end
      presetn = !(rng[31:25] == 0);
      clock;
    end
    $finish;
  end
endmodule
