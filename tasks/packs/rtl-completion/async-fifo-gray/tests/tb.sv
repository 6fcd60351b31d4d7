module tb;
  logic       wr_clk = 0, rd_clk = 0, wr_rst_n = 1, rd_rst_n = 1, wr_en = 0, rd_en = 0;
  logic [7:0] wr_data = 0, rd_data;
  logic       wr_full, rd_empty, shown;
  logic [3:0] wr_level, rd_level, wr_gray, rd_gray;

  async_fifo dut (
    .wr_clk(wr_clk), .wr_rst_n(wr_rst_n), .wr_en(wr_en), .wr_data(wr_data), .wr_full(wr_full),
    .wr_level(wr_level), .wr_gray(wr_gray), .rd_clk(rd_clk), .rd_rst_n(rd_rst_n), .rd_en(rd_en),
    .rd_data(rd_data), .rd_empty(rd_empty), .rd_level(rd_level), .rd_gray(rd_gray)
  );
  assign shown = rd_empty === 1'b0;

  // the edges of wr_clk lie at even times, those of rd_clk at odd ones: they never coincide
  int rd_half = 6;
  always #4 wr_clk = ~wr_clk;
  initial begin
    #1;
    forever #(rd_half) rd_clk = ~rd_clk;
  end

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  int mode = 0;

  // the read side has a generator of its own: what it does must not depend on which clock comes first
  logic [31:0] lfsr = 32'h1234567;
  always @(posedge rd_clk) begin
    #1;
    lfsr = {lfsr[30:0], lfsr[31] ^ lfsr[21] ^ lfsr[1] ^ lfsr[0]};
    case (mode)
      0: rd_en = lfsr[0];
      1: rd_en = 1;
      2: rd_en = lfsr[3:0] == 0;
      default: rd_en = lfsr[1] & lfsr[0];
    endcase
  end

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    lfsr = lfsr ^ {rng[7:0], rng[31:8]};
    #2 wr_rst_n = 0; rd_rst_n = 0;
    repeat (3) @(posedge wr_clk);
    #1 wr_rst_n = 1; rd_rst_n = 1;
    for (int n = 0; n < 5000; n++) begin
      roll;
      if (n % 200 == 0) begin
        mode = (n / 200) % 4;
        case ((n / 800) % 3)
          0: rd_half = 6;
          1: rd_half = 2;
          default: rd_half = 14;
        endcase
      end
      wr_data = rng[7:0];
      case ((n / 100) % 3)
        0: wr_en = 1;
        1: wr_en = rng[8];
        default: wr_en = (rng[12:9] == 0);
      endcase
      // resets; the sides take turns in coming out of it first
      if (n % 450 == 449 || n % 450 == 15) begin
        wr_rst_n = 0; rd_rst_n = 0;
        repeat (1 + n % 3) @(posedge wr_clk);
        #1;
        if (n % 4 < 2) wr_rst_n = 1; else rd_rst_n = 1;
        repeat (n % 5) @(posedge wr_clk);
        #1;
        wr_rst_n = 1; rd_rst_n = 1;
      end
      @(posedge wr_clk); #1;
    end
    $finish;
  end
endmodule
