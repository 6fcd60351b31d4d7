// Reproducer: local and west input compete for the east output.
module tb;
  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic [3:0] my_x = 4'd2, my_y = 4'd2;
  logic [4:0] in_valid = '0, in_ready, out_valid, out_ready = '1;
  logic [4:0][17:0] in_flit = '0, out_flit;

  always #5 clk = ~clk;

  noc_router dut (
    .clk(clk), .rst_n(rst_n), .my_x(my_x), .my_y(my_y),
    .in_valid(in_valid), .in_ready(in_ready), .in_flit(in_flit),
    .out_valid(out_valid), .out_ready(out_ready), .out_flit(out_flit)
  );

  // single-flit packets to (3,2); the low byte counts packets per input
  logic [7:0] n_sent [5];
  logic [4:0] took;

  function automatic logic [17:0] packet(input int src, input logic [7:0] n);
    return {2'b11, 4'd3, 4'd2, 3'(src), n[4:0]};
  endfunction

  // cycles 2..5: one sender alone; from cycle 8 on both send in every cycle and
  // must take turns, west first
  logic [4:0]  senders, exp_valid;
  logic [17:0] exp_east;
  int          n_cycles = 30;

  initial begin
    for (int i = 0; i < 5; i++) n_sent[i] = 8'd0;
    repeat (3) @(posedge clk);
    @(negedge clk);
    rst_n = 1'b1;
    for (int c = 0; c < n_cycles; c++) begin
      senders = (c >= 8) ? 5'b10001 : (c >= 2 && c <= 5) ? 5'b00001 : 5'b00000;
      #3 took = in_valid & in_ready;
      @(posedge clk); #1;
      for (int i = 0; i < 5; i++) begin
        if (took[i]) n_sent[i] = n_sent[i] + 1;
        in_valid[i] = senders[i];
        in_flit[i]  = packet(i, n_sent[i]);
      end
      @(negedge clk);
      exp_valid = ((c >= 3 && c <= 6) || c >= 9) ? 5'b00100 : 5'b00000;
      exp_east  = (c <= 6) ? packet(0, 8'(c - 3))
                : (c % 2 == 1) ? packet(4, 8'((c - 9) / 2))
                :                packet(0, 8'((c - 10) / 2 + 4));
      if (out_valid !== exp_valid) $error("out_valid: expected %b, got %b", exp_valid, out_valid);
      if (exp_valid[2] && out_flit[2] !== exp_east)
        $error("out_flit: expected %h, got %h (east, cycle %0d)", exp_east, out_flit[2], c);
    end
    $finish;
  end
endmodule
