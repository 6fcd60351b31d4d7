// Stimulus for skid_buffer: a sender that holds its word until it is taken, a
// receiver with several habits.
module tb;
  logic       clk = 0, rst_n = 0;
  logic       in_valid = 0, out_ready = 0;
  logic [7:0] in_data = 0;
  logic       in_ready, out_valid;
  logic [7:0] out_data;

  always #5 clk = ~clk;

  skid_buffer dut (
    .clk(clk), .rst_n(rst_n),
    .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
    .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data)
  );

  logic [31:0] s;
  function automatic logic [31:0] xs(input logic [31:0] x);
    x = x ^ (x << 13); x = x ^ (x >> 17); x = x ^ (x << 5);
    return x;
  endfunction

  int   cyc = 0;
  logic taken = 1;

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = xs(s * 32'h9E3779B9 + 32'h135791);
    while (cyc < 5000) begin
      s = xs(s);
      rst_n = !(cyc < 3) && !(cyc > 700 && cyc % 530 < 2);
      if (!rst_n) taken = 1;
      if (taken || !in_valid) begin
        in_data = s[23:16];
        case ((cyc / 64) % 4)
          0: in_valid = 1;
          1: in_valid = (s[3:0] < 4'd4);
          2: in_valid = (s[3:0] < 4'd12);
          default: in_valid = (cyc % 8 == 0);
        endcase
        if (cyc < 4) in_valid = 0;
      end
      case ((cyc / 256) % 4)
        0: out_ready = (cyc < 128) || (cyc % 3 != 0);
        1: out_ready = (s[7:4] < 4'd5);
        2: out_ready = (s[7:4] < 4'd11);
        default: out_ready = out_valid && s[4];
      endcase
      #2 taken = in_valid && in_ready;
      @(posedge clk); #1;
      cyc = cyc + 1;
    end
    $finish;
  end
endmodule
