// Stimulus for stream_fifo: directed rates, then random traffic.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        in_valid = 0, out_ready = 0;
  logic [15:0] in_data = 0;
  logic        in_ready, out_valid, almost_full;
  logic [15:0] out_data;
  logic [4:0]  level;

  always #5 clk = ~clk;

  stream_fifo dut (
    .clk(clk), .rst_n(rst_n),
    .in_valid(in_valid), .in_data(in_data), .in_ready(in_ready),
    .out_valid(out_valid), .out_data(out_data), .out_ready(out_ready),
    .level(level), .almost_full(almost_full)
  );

  logic [31:0] s;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  int cyc = 0, phase = 0;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h7654321);
    while (cyc < 8000) begin
      s = xs(s);
      rst_n   = !(cyc < 3) && !(cyc > 900 && cyc % 710 < 2);
      in_data = s[27:12];
      if (cyc < 4)        begin in_valid = 0; out_ready = 0; end
      else if (cyc < 24)  begin in_valid = 1; out_ready = 0; end
      else if (cyc < 30)  begin in_valid = 1; out_ready = 1; end
      else if (cyc < 50)  begin in_valid = 0; out_ready = 1; end
      else if (cyc < 90)  begin in_valid = 1; out_ready = 1; end
      else if (cyc < 130) begin in_valid = (cyc % 9 == 0); out_ready = 1; end
      else if (cyc < 230) begin in_valid = (cyc % 2 == 0); out_ready = 1; end
      else if (cyc < 330) begin in_valid = (cyc % 3 == 0); out_ready = 1; end
      else if (cyc < 430) begin in_valid = (cyc % 4 < 2); out_ready = (cyc % 4 != 1); end
      else begin
        phase = (cyc / 150) % 5;
        case (phase)
          0: begin in_valid = s[3:0] < 4'd12; out_ready = s[7:4] < 4'd5;  end
          1: begin in_valid = s[3:0] < 4'd5;  out_ready = s[7:4] < 4'd12; end
          2: begin in_valid = s[3:0] < 4'd8;  out_ready = 1;              end
          3: begin in_valid = 1;              out_ready = s[7:4] < 4'd14; end
          default: begin in_valid = s[3:0] < 4'd9; out_ready = s[7:4] < 4'd9; end
        endcase
      end
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
