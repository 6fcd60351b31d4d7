// Stimulus for async_fifo: both sides driven independently, the read clock
// slower, equal or faster than the write clock in turn.
module tb;
  logic       wr_clk = 0, rd_clk = 0, rst_n = 0;
  logic       wr_en = 0, rd_en = 0;
  logic [7:0] wr_data = 0;
  logic       wr_full, wr_almost_full, rd_empty, rd_almost_empty;
  logic [4:0] wr_level, rd_level;
  logic [7:0] rd_data;
  logic       rd_valid;

  int rd_half = 70;

  always #50 wr_clk = ~wr_clk;
  initial #3 forever #(rd_half) rd_clk = ~rd_clk;

  async_fifo dut (
    .wr_clk(wr_clk), .wr_rst_n(rst_n), .wr_en(wr_en), .wr_data(wr_data),
    .wr_full(wr_full), .wr_almost_full(wr_almost_full), .wr_level(wr_level),
    .rd_clk(rd_clk), .rd_rst_n(rst_n), .rd_en(rd_en), .rd_data(rd_data),
    .rd_empty(rd_empty), .rd_almost_empty(rd_almost_empty), .rd_level(rd_level)
  );

  assign rd_valid = rst_n && !rd_empty;

  logic [31:0] s, q;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  int         cyc = 0;
  logic [3:0] wr_rate = 0, rd_rate = 0;  // out of 16, 15 means always

  // write side; also resets, rates and the clock ratio, all by cycle number
  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h2468ACE);
    while (cyc < 7000) begin
      s = xs(s);
      rst_n = !(cyc < 3) && !(cyc > 1000 && cyc % 930 < 3);
      if (cyc < 5)         begin wr_rate = 0;  rd_rate = 0;  end
      else if (cyc < 30)   begin wr_rate = 15; rd_rate = 0;  end  // overfill
      else if (cyc < 90)   begin wr_rate = 0;  rd_rate = 15; end  // drain
      else if (cyc < 200)  begin wr_rate = 15; rd_rate = 15; end
      else if (cyc < 1000) begin
        // portions, to have every pointer position full and empty
        wr_rate = (cyc % 60 < 23) ? 15 : 0;
        rd_rate = (cyc % 60 < 27) ? ((cyc / 60) % 4 == 3 ? 3 : 0) : 15;
      end else begin
        case ((cyc / 170) % 4)
          0: begin wr_rate = 13; rd_rate = 4;  end
          1: begin wr_rate = 3;  rd_rate = 14; end
          2: begin wr_rate = 15; rd_rate = 15; end
          default: begin wr_rate = 8; rd_rate = 8; end
        endcase
        case ((cyc / 400) % 4)
          0: rd_half = 70;
          1: rd_half = 30;
          2: rd_half = 50;
          default: rd_half = 130;
        endcase
      end
      wr_en   = (wr_rate == 15) || (s[3:0] < wr_rate);
      wr_data = s[15:8];
      @(posedge wr_clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end

  // read side
  initial begin
    q = 32'hBADC0DE;
    forever begin
      @(posedge rd_clk); #1;
      q = xs(q ^ {16'h0, s[15:0]});
      if (q == 0) q = 32'h1;
      rd_en = (rd_rate == 15) || (q[3:0] < rd_rate);
    end
  end
endmodule
