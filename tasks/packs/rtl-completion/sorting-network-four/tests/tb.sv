module tb;
  logic        clk = 0, rst_n = 0, in_valid = 0, is_signed = 0, descending = 0, out_valid;
  logic [31:0] keys = 0, sorted;
  logic [7:0]  origin;

  always #5 clk = ~clk;

  sort_four dut (
    .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .keys(keys), .is_signed(is_signed), .descending(descending),
    .out_valid(out_valid), .sorted(sorted), .origin(origin));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic put(input logic v, input logic [31:0] k, input logic s, input logic d);
    @(negedge clk); #1;
    in_valid = v; keys = k; is_signed = s; descending = d;
  endtask

  function automatic logic [7:0] edge_value(input logic [1:0] n);
    case (n)
      2'd0: edge_value = 8'h00;
      2'd1: edge_value = 8'h7f;
      2'd2: edge_value = 8'h80;
      default: edge_value = 8'hff;
    endcase
  endfunction

  task automatic traffic(input int n, input logic gaps);
    repeat (n) begin
      draw();
      keys = rng;
      draw();
      if (rng[9:8] == 0) keys[15:8] = keys[7:0];
      if (rng[11:10] == 0) keys[31:24] = keys[15:8];
      if (rng[13:12] == 0) keys[23:16] = keys[31:24];
      put(!gaps || rng[2], keys, rng[0], rng[1]);
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    put(0, 0, 0, 0);
    put(0, 0, 0, 0);
    rst_n = 1;
    // every pattern of four different values, in all orders
    for (int m = 0; m < 4; m++)
      for (int k = 0; k < 256; k++)
        put(1, {edge_value(k[7:6]), edge_value(k[5:4]), edge_value(k[3:2]), edge_value(k[1:0])}, m[0], m[1]);
    traffic(500, 1);
    // reset with sets in flight; it takes effect between edges
    rst_n = 0;
    traffic(3, 0);
    rst_n = 1;
    traffic(5, 0);
    @(posedge clk); #2;
    rst_n = 0;
    #1 rst_n = 1;
    traffic(300, 1);
    put(0, 0, 0, 0);
    repeat (4) @(posedge clk);
    $finish;
  end
endmodule
