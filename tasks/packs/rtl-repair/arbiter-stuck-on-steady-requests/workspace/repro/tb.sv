// Steady requests, one ack every second cycle.
module tb;
  logic       clk = 0, rst_n = 0;
  logic [3:0] req = 0;
  logic       ack = 0;
  logic [3:0] grant;
  logic [1:0] grant_idx;
  logic       grant_valid;

  always #5 clk = ~clk;

  rr_arbiter #(.N(4), .IDX_W(2)) dut (
    .clk(clk), .rst_n(rst_n), .req(req), .ack(ack),
    .grant(grant), .grant_idx(grant_idx), .grant_valid(grant_valid)
  );

  int         cycle = 0;
  int         first = 0;   // where the search begins
  logic [1:0] want;

  function automatic logic [1:0] rotate(input logic [3:0] r, input int from);
    rotate = 0;
    for (int k = 3; k >= 0; k--)
      if (r[(from + k) % 4]) rotate = 2'((from + k) % 4);
  endfunction

  initial begin
    repeat (2) @(posedge clk);
    #1 rst_n = 1;
    while (cycle < 80) begin
      case (cycle / 10)
        0: req = 4'b0001;
        1: req = 4'b1111;
        2: req = 4'b1010;
        3: req = 4'b0000;
        4: req = 4'b1101;
        5: req = 4'b0110;
        6: req = 4'b1000;
        default: req = 4'b1111;
      endcase
      ack = cycle[0];
      @(negedge clk);
      want = rotate(req, first);
      if (grant_valid !== (req != 0))
        $error("grant_valid: expected %h, got %h", (req != 0), grant_valid);
      if (grant !== (req == 0 ? 4'h0 : 4'h1 << want))
        $error("grant: expected %h, got %h", (req == 0 ? 4'h0 : 4'h1 << want), grant);
      if (req != 0 && grant_idx !== want)
        $error("grant_idx: expected %h, got %h", want, grant_idx);
      if (ack && req != 0) first = (want + 1) % 4;
      @(posedge clk); #1;
      cycle = cycle + 1;
    end
    $finish;
  end
endmodule
