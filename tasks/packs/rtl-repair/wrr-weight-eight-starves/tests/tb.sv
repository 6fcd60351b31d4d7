// Stimulus for wrr_arbiter: several weight settings, all patterns of traffic.
module tb;
  logic        clk = 0, rst_n = 0;
  logic [15:0] weights = 0;
  logic [3:0]  req = 0;
  logic        ack = 0;
  logic [3:0]  grant;
  logic [1:0]  grant_idx;
  logic        grant_valid, new_round, idx_valid;

  always #5 clk = ~clk;

  wrr_arbiter dut (
    .clk(clk), .rst_n(rst_n), .weights(weights), .req(req), .ack(ack),
    .grant(grant), .grant_idx(grant_idx), .grant_valid(grant_valid),
    .new_round(new_round)
  );

  assign idx_valid = rst_n && grant_valid;

  logic [31:0] s;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  // any number to a legal weight
  function automatic logic [3:0] legal(input logic [3:0] x);
    legal = (x > 4'd8) ? 4'd8 : x;
  endfunction

  int cyc = 0;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h271828);
    while (cyc < 6000) begin
      s = xs(s);
      rst_n = !(cyc < 3) && !(cyc > 800 && cyc % 610 < 2);
      case (cyc / 100)
        0: weights = 16'h1111;
        1: weights = 16'h8421;
        2: weights = 16'h8888;
        3: weights = 16'h0078;
        4: weights = 16'h1808;
        5: weights = 16'h7531;
        6: weights = 16'h0000;
        default: if (cyc % 60 == 0 || (cyc > 4000 && s[31:27] == 0))
          weights = {legal(s[15:12]), legal(s[11:8]), legal(s[7:4]), legal(s[3:0])};
      endcase
      if (cyc < 4) begin req = 0; ack = 0; end
      else begin
        case ((cyc / 50) % 4)
          0: begin req = 4'hf; ack = 1; end
          1: begin req = s[19:16] | s[23:20]; ack = s[24]; end
          2: begin req = s[19:16]; ack = 1; end
          default: begin if (s[23:21] == 0) req = s[19:16]; ack = s[24]; end
        endcase
      end
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
