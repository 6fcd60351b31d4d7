// Drives transfers and plays a slave that puts each bit on miso only around the
// sampling edge of the mode in use and the complement at all other times.
module tb;
  logic       clk = 0, rst_n = 1;
  logic       cpol = 0, cpha = 0, lsb_first = 0, start = 0;
  logic [7:0] div = 0, tx_data = 0;
  logic       ready, done, cs_n, sclk, mosi;
  logic       miso = 0;
  logic [7:0] rx_data;
  logic       selected;

  assign selected = ~cs_n;

  always #5 clk = ~clk;

  spi_master dut (
    .clk(clk), .rst_n(rst_n), .cpol(cpol), .cpha(cpha), .lsb_first(lsb_first),
    .div(div), .start(start), .tx_data(tx_data), .ready(ready), .done(done),
    .rx_data(rx_data), .cs_n(cs_n), .sclk(sclk), .mosi(mosi), .miso(miso)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  // slave: counts the edges it has seen since chip select; a mode-dependent one
  // of each pair of edges samples bit `bitno`
  logic       s_pol, s_pha;
  logic [7:0] s_word = 8'h00;
  logic       sclk_q = 0;
  int         edges = 0;
  int         style = 0;

  task automatic slave;
    int upcoming;
    logic b;
    if (cs_n !== 1'b0) begin
      edges = 0;
      miso  = rng[20];
    end else begin
      if (sclk !== sclk_q) edges = edges + 1;
      upcoming = edges;                     // index of the next edge
      b = s_word[3'd7 - (upcoming >> 1) & 3'd7];
      if (style == 0) miso = (upcoming[0] == s_pha) ? b : ~b;
      else            miso = (upcoming[0] == s_pha) ? b : rng[21];
    end
    sclk_q = sclk;
  endtask

  task automatic clocks(input int n);
    repeat (n) begin
      @(posedge clk); #1;
      rng = xs32(rng);
      slave();
    end
  endtask

  int          modes = 4, divs = 4, slot;

  // one transfer in a slot of fixed length; all inputs move after acceptance
  task automatic xfer(input logic [1:0] mode, input logic lsb, input logic [7:0] d,
                      input logic [7:0] tx, input logic [7:0] rx);
    cpol = mode[1]; cpha = mode[0]; lsb_first = lsb; div = d; tx_data = tx;
    s_pol = mode[1]; s_pha = mode[0]; s_word = rx;
    clocks(2);
    start = 1;
    clocks(1);
    start = 0;
    tx_data = ~tx; lsb_first = ~lsb; div = ~d; cpha = ~cpha;
    slot = 19 * (d + 1) + 3;
    clocks(slot);
  endtask

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    s_pol = 0; s_pha = 0;
    #1 rst_n = 0;
    clocks(3);
    rst_n = 1;
    clocks(3);
    for (int m = 0; m < modes; m++)
      for (int d = 0; d < divs; d++) begin
        style = d & 1;
        xfer(m[1:0], 1'b0, d[7:0], 8'h93, 8'hc5);
        xfer(m[1:0], 1'b1, d[7:0], 8'h2f, 8'h1e);
      end
    repeat (60) begin
      rng   = xs32(rng);
      style = int'(rng[27]);
      xfer(rng[1:0], rng[2], {6'd0, rng[4:3]}, rng[15:8], rng[23:16]);
    end
    // reset in the middle of a transfer
    s_word = 8'h77;
    cpol = 1; cpha = 1; s_pha = 1; div = 8'd1;
    clocks(2);
    start = 1; clocks(1); start = 0;
    clocks(17);
    rst_n = 0; clocks(2); rst_n = 1;
    clocks(4);
    xfer(2'd3, 1'b0, 8'd0, 8'ha7, 8'h3c);
    // start held: back-to-back transfers, start while busy, modes from one to another
    repeat (4000) begin
      rng = xs32(rng);
      start   = (rng[3:0] != 0);
      if (ready) begin
        cpol = rng[4]; cpha = rng[5]; lsb_first = rng[6]; div = {7'd0, rng[7]};
        tx_data = rng[15:8]; s_word = rng[23:16];
        s_pha = cpha; style = int'(rng[24]);
      end
      clocks(1);
    end
    $finish;
  end
endmodule
