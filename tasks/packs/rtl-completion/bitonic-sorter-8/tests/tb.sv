module tb;
  logic clk = 0, rst_n = 0, en = 1, in_valid = 0, in_desc = 0, out_valid, out_desc;
  logic [63:0] in_keys = 0, out_keys;
  logic [23:0] in_tags = 0, out_tags;

  always #5 clk = ~clk;

  bitonic_sort8 dut (
    .clk(clk), .rst_n(rst_n), .en(en), .in_valid(in_valid), .in_desc(in_desc), .in_keys(in_keys),
    .in_tags(in_tags), .out_valid(out_valid), .out_desc(out_desc), .out_keys(out_keys),
    .out_tags(out_tags));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    repeat (3) step();
    rst_n = 1;
    in_valid = 1;
    // all vectors of zeros and ones, rising and falling
    for (int n = 0; n < 512; n++) begin
      step();
      in_desc = n[8];
      in_tags = 24'o76543210;
      for (int i = 0; i < 8; i++) in_keys[8*i +: 8] = {7'd0, n[i]} + 8'h7F;
    end
    for (int n = 0; n < 900; n++) begin
      step();
      in_valid = s[2:0] != 0;
      in_desc  = s[3];
      en       = (n < 200) | (s[6:4] != 0);
      rst_n    = s[31:25] != 0;
      for (int i = 0; i < 8; i++) begin
        s = xs32(s);
        in_keys[8*i +: 8] = n[0] ? s[7:0] : {6'd0, s[1:0]};
        in_tags[3*i +: 3] = s[10:8];
      end
    end
    rst_n = 1; en = 1; in_valid = 0;
    repeat (8) step();
    $finish;
  end
endmodule
