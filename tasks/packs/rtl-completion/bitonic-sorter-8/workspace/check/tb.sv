module tb;
  logic clk = 0, rst_n = 0, en = 1, in_valid = 0, in_desc = 0, out_valid, out_desc;
  logic [63:0] in_keys = 0, out_keys;
  logic [23:0] in_tags, out_tags;

  always #5 clk = ~clk;
  // place number as tag
  assign in_tags = {3'd7, 3'd6, 3'd5, 3'd4, 3'd3, 3'd2, 3'd1, 3'd0};

  bitonic_sort8 dut (
    .clk(clk), .rst_n(rst_n), .en(en), .in_valid(in_valid), .in_desc(in_desc), .in_keys(in_keys),
    .in_tags(in_tags), .out_valid(out_valid), .out_desc(out_desc), .out_keys(out_keys),
    .out_tags(out_tags));

  task automatic want(input logic d, input logic [63:0] k, input logic [23:0] t);
    if (out_valid !== 1 || out_desc !== d || out_keys !== k || out_tags !== t)
      $error("valid %b desc %b keys %h tags %o, expected %b %h %o", out_valid, out_desc, out_keys, out_tags, d, k, t);
  endtask

  initial begin
    #12 rst_n = 1;
    @(posedge clk); #1;
    in_valid = 1;
    in_keys = 64'h0406050700020103;
    @(posedge clk); #1 in_desc = 1; in_keys = {8{8'h55}};
    @(posedge clk); #1 in_desc = 0; in_keys = 64'h0001000100010001;
    @(posedge clk); #1 in_valid = 0;
    repeat (2) @(posedge clk);
    #1 en = 0;
    if (out_valid !== 0) $error("out_valid too early");
    @(posedge clk); #1;
    if (out_valid !== 0) $error("moves while en is 0");
    en = 1;
    @(posedge clk); #1 want(0, 64'h0706050403020100, 24'o46570213);
    @(posedge clk); #1 want(1, {8{8'h55}}, 24'o76543210);
    @(posedge clk); #1 want(0, 64'h0101010100000000, 24'o02467531);
    @(posedge clk); #1;
    if (out_valid !== 0) $error("out_valid stays");
    $finish;
  end
endmodule
