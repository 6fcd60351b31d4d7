// Stimulus for rr_arbiter: four masters, and seven to have another width.
// sample_late rises near the end of the cycle, after a late change of req.
module tb;
  logic       clk = 0, rst_n = 0, sample_late = 0;
  logic [6:0] req = 0;
  logic       ack = 0;
  logic [3:0] grant;
  logic [1:0] grant_idx;
  logic       grant_valid;
  logic [6:0] w_grant;
  logic [2:0] w_grant_idx;
  logic       w_grant_valid;

  always #5 clk = ~clk;

  rr_arbiter #(.N(4), .IDX_W(2)) dut (
    .clk(clk), .rst_n(rst_n), .req(req[3:0]), .ack(ack),
    .grant(grant), .grant_idx(grant_idx), .grant_valid(grant_valid)
  );

  rr_arbiter #(.N(7), .IDX_W(3)) dut_w (
    .clk(clk), .rst_n(rst_n), .req(req), .ack(ack),
    .grant(w_grant), .grant_idx(w_grant_idx), .grant_valid(w_grant_valid)
  );

  logic [31:0] s;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  int cyc = 0;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h3141592);
    while (cyc < 4000) begin
      s = xs(s);
      rst_n = !(cyc < 3) && !(cyc > 500 && cyc % 330 < 2);
      if (cyc < 3)         begin req = 0; ack = 0; end
      else if (cyc < 20)   begin req = 7'h7f; ack = 1; end
      else if (cyc < 40)   begin req = 7'h7f; ack = cyc[0]; end
      else if (cyc < 60)   begin req = 7'h49; ack = 1; end
      else if (cyc < 70)   begin req = 7'h00; ack = 1; end
      else if (cyc < 90)   begin req = 7'h16; ack = cyc[1]; end
      else begin
        case ((cyc / 100) % 3)
          0: req = s[6:0];
          1: if (s[9:7] == 0) req = s[6:0];
          default: req = s[6:0] & s[16:10];
        endcase
        ack = ((cyc / 50) % 3 == 0) ? 1'b1 : s[20];
      end
      #2 sample_late = 0;
      #5;
      // late change within the cycle
      if (cyc > 200 && s[23:22] == 0) req = req ^ s[30:24];
      #1 sample_late = 1;
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
