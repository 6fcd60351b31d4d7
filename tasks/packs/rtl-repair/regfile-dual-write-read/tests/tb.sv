// Stimulus for mp_regfile.
module tb;
  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic wr0_en = 0, wr1_en = 0;
  logic [4:0] wr0_addr = 0, wr1_addr = 0;
  logic [3:0] wr0_be = 0, wr1_be = 0;
  logic [31:0] wr0_data = 0, wr1_data = 0;
  logic [2:0][4:0] rd_addr = '0;
  logic [2:0][31:0] rd_data;

  always #5 clk = ~clk;

  mp_regfile dut (
    .clk(clk), .rst_n(rst_n),
    .wr0_en(wr0_en), .wr0_addr(wr0_addr), .wr0_be(wr0_be), .wr0_data(wr0_data),
    .wr1_en(wr1_en), .wr1_addr(wr1_addr), .wr1_be(wr1_be), .wr1_data(wr1_data),
    .rd_addr(rd_addr), .rd_data(rd_data)
  );

  wire [31:0] rd0 = rd_data[0];
  wire [31:0] rd1 = rd_data[1];
  wire [31:0] rd2 = rd_data[2];

  logic [31:0] s;
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

  // narrow: registers are drawn from a window of four, so that collisions are frequent
  task automatic random_cycle(input logic narrow, input int wr_rate);
    logic [4:0] m;
    @(posedge clk); #1;
    m = narrow ? 5'h03 : 5'h1f;
    nxt(); wr0_addr = s[4:0] & m; wr1_addr = s[9:5] & m;
    rd_addr[0] = s[14:10] & m; rd_addr[1] = s[19:15] & m; rd_addr[2] = s[24:20] & m;
    nxt(); wr0_en = (int'(s[7:0]) < wr_rate); wr1_en = (int'(s[15:8]) < wr_rate);
    wr0_be = s[19:16]; wr1_be = s[23:20];
    if (s[25:24] == 0) wr0_be = 4'hf;
    if (s[27:26] == 0) wr1_be = 4'hf;
    if (s[29:28] == 0) wr1_addr = wr0_addr;
    if (s[31:30] == 0) rd_addr[0] = wr0_addr;
    nxt(); wr0_data = s;
    nxt(); wr1_data = s;
  endtask

  task automatic idle_read_all();
    for (int i = 0; i < 32; i++) begin
      @(posedge clk); #1;
      wr0_en = 0; wr1_en = 0;
      rd_addr[0] = 5'(i); rd_addr[1] = 5'(31 - i); rd_addr[2] = 5'(i + 7);
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    s = seed * 32'h9E3779B9 + 32'h7F4A7C15;
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    idle_read_all();
    // directed: every pair of byte-enable patterns on one register
    for (int i = 0; i < 256; i++) begin
      @(posedge clk); #1;
      nxt(); wr0_data = s;
      nxt(); wr1_data = s;
      wr0_en = 1; wr1_en = 1;
      wr0_addr = 5'd9; wr1_addr = (i % 5 == 4) ? 5'd10 : 5'd9;
      wr0_be = i[3:0]; wr1_be = i[7:4];
      rd_addr[0] = 5'd9; rd_addr[1] = 5'd10; rd_addr[2] = 5'd0;
    end
    idle_read_all();
    repeat (1500) random_cycle(1'b1, 128);
    idle_read_all();
    repeat (1500) random_cycle(1'b0, 200);
    // reset while writes are being presented
    @(posedge clk); #1; rst_n = 1'b0; wr0_en = 0; wr1_en = 0;
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    idle_read_all();
    repeat (1500) random_cycle(s[0], 90);
    idle_read_all();
    @(negedge clk); #1;
    $finish;
  end
endmodule
