// Reproducer: read-during-write on the register file.
module tb;
  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic wr0_en = 0, wr1_en = 0;
  logic [4:0] wr0_addr = 0, wr1_addr = 0;
  logic [3:0] wr0_be = 4'hf, wr1_be = 4'hf;
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

  logic [31:0] model [32];

  task automatic check(input int r, input logic [31:0] exp);
    if (rd_data[r] !== exp)
      $error("rd_data: expected %h, got %h (port %0d, x%0d)", exp, rd_data[r], r, rd_addr[r]);
  endtask

  // one cycle with up to two writes; ports 0..2 read a0, a1 and register 0
  task automatic cycle(input logic e0, input logic [4:0] a0, input logic [31:0] d0,
                       input logic e1, input logic [4:0] a1, input logic [31:0] d1);
    @(posedge clk); #1;
    wr0_en = e0; wr0_addr = a0; wr0_data = d0;
    wr1_en = e1; wr1_addr = a1; wr1_data = d1;
    rd_addr[0] = a0; rd_addr[1] = a1; rd_addr[2] = 5'd0;
    if (e0) model[a0] = d0;
    if (e1) model[a1] = d1;
    model[0] = 32'h0;
    @(negedge clk);
    check(0, model[a0]);
    check(1, model[a1]);
    check(2, 32'h0);
  endtask

  initial begin
    for (int i = 0; i < 32; i++) model[i] = 32'h0;
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    cycle(0, 5'd1, 0, 0, 5'd2, 0);
    cycle(1, 5'd1, 32'h1111_1111, 1, 5'd2, 32'h2222_2222);
    cycle(0, 5'd1, 0, 0, 5'd2, 0);
    cycle(1, 5'd0, 32'hdead_beef, 1, 5'd3, 32'h3333_3333);
    // both instructions of the pair target the same register
    cycle(1, 5'd7, 32'haaaa_0001, 1, 5'd7, 32'hbbbb_0002);
    cycle(0, 5'd7, 0, 0, 5'd3, 0);
    cycle(1, 5'd2, 32'h0000_00ff, 1, 5'd2, 32'hff00_0000);
    cycle(0, 5'd2, 0, 0, 5'd7, 0);
    @(posedge clk); #1;
    wr0_en = 0; wr1_en = 0;
    $finish;
  end
endmodule
