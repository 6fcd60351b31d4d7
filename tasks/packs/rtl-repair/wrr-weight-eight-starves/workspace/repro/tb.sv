// The order of grants in the first round after reset, for two settings.
module tb;
  logic        clk = 0, rst_n = 0;
  logic [15:0] weights = 0;
  logic [3:0]  req = 0;
  logic        ack = 0;
  logic [3:0]  grant;
  logic [1:0]  grant_idx;
  logic        grant_valid, new_round;

  always #5 clk = ~clk;

  wrr_arbiter dut (
    .clk(clk), .rst_n(rst_n), .weights(weights), .req(req), .ack(ack),
    .grant(grant), .grant_idx(grant_idx), .grant_valid(grant_valid),
    .new_round(new_round)
  );

  // two bits per grant, the first one lowest
  localparam logic [13:0] ORDER_A = {2'd2, 2'd2, 2'd0, 2'd3, 2'd2, 2'd1, 2'd0};
  localparam logic [21:0] ORDER_B = {{6{2'd0}}, 2'd2, 2'd0, 2'd2, 2'd1, 2'd0};

  int         setting = 0, n = 0, total = 0;
  logic [1:0] want;

  initial begin
    while (setting < 2) begin
      rst_n   = 0;
      ack     = 0;
      req     = 0;
      weights = (setting == 0) ? 16'h1312 : 16'h0218;
      total   = (setting == 0) ? 7 : 11;
      repeat (2) @(posedge clk);
      #1 rst_n = 1;
      @(negedge clk);
      if (grant_valid !== 1'b0)
        $error("grant_valid: expected 0, got %h", grant_valid);
      @(posedge clk); #1;
      req = 4'b1111;
      ack = 1;
      n = 0;
      while (n < total) begin
        @(negedge clk);
        want = (setting == 0) ? ORDER_A[2*n +: 2] : ORDER_B[2*n +: 2];
        if (grant_valid !== 1'b1)
          $error("grant_valid: expected 1, got %h", grant_valid);
        if (grant_idx !== want)
          $error("grant_idx: expected %h, got %h", want, grant_idx);
        if (grant !== (4'b0001 << want))
          $error("grant: expected %h, got %h", 4'b0001 << want, grant);
        if (new_round !== (n == 0))
          $error("new_round: expected %h, got %h", (n == 0), new_round);
        @(posedge clk); #1;
        n = n + 1;
      end
      @(negedge clk);
      if (new_round !== 1'b1)
        $error("new_round: expected 1, got %h", new_round);
      @(posedge clk); #1;
      setting = setting + 1;
    end
    $finish;
  end
endmodule
