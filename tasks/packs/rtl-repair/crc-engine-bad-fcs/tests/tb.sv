module tb;
  logic        clk = 0, rst_n = 1;
  logic        valid = 0, first = 0, last = 0;
  logic [31:0] data = 0;
  logic [3:0]  keep = 0;

  logic        crc_valid, ccitt_valid, x25_valid, mixed_valid, crc8_valid;
  logic [31:0] crc;
  logic [15:0] ccitt, x25;
  logic [23:0] mixed;
  logic [7:0]  crc8;
  logic [15:0] length, length_b, length_c, length_d, length_e;

  always #5 clk = ~clk;

  crc_engine u_eth (
    .clk(clk), .rst_n(rst_n), .valid(valid), .first(first), .last(last),
    .data(data), .keep(keep), .crc_valid(crc_valid), .crc(crc), .length(length)
  );
  crc_engine #(
    .WIDTH(16), .POLY(16'h1021), .INIT(16'hffff), .XOR_OUT(16'h0000),
    .REFLECT_IN(1'b0), .REFLECT_OUT(1'b0)
  ) u_ccitt (
    .clk(clk), .rst_n(rst_n), .valid(valid), .first(first), .last(last),
    .data(data), .keep(keep), .crc_valid(ccitt_valid), .crc(ccitt), .length(length_b)
  );
  crc_engine #(
    .LANES(2), .WIDTH(16), .POLY(16'h1021), .INIT(16'hffff), .XOR_OUT(16'hffff)
  ) u_x25 (
    .clk(clk), .rst_n(rst_n), .valid(valid), .first(first), .last(last),
    .data(data[15:0]), .keep(keep[1:0]), .crc_valid(x25_valid), .crc(x25), .length(length_c)
  );
  crc_engine #(
    .LANES(1), .WIDTH(24), .POLY(24'h86_4CFB), .INIT(24'hB7_04CE), .XOR_OUT(24'h0),
    .REFLECT_IN(1'b1), .REFLECT_OUT(1'b0)
  ) u_mixed (
    .clk(clk), .rst_n(rst_n), .valid(valid), .first(first), .last(last),
    .data(data[7:0]), .keep(keep[0]), .crc_valid(mixed_valid), .crc(mixed), .length(length_d)
  );
  crc_engine #(
    .LANES(4), .WIDTH(8), .POLY(8'h07), .INIT(8'h00), .XOR_OUT(8'h55),
    .REFLECT_IN(1'b0), .REFLECT_OUT(1'b1)
  ) u_crc8 (
    .clk(clk), .rst_n(rst_n), .valid(valid), .first(first), .last(last),
    .data(data), .keep(keep), .crc_valid(crc8_valid), .crc(crc8), .length(length_e)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  task automatic word(input logic f, input logic l, input logic [31:0] d, input logic [3:0] k);
    valid = 1; first = f; last = l; data = d; keep = k;
    @(posedge clk); #1;
    valid = 0;
  endtask

  int left;

  int n_byte = 256, n_bit = 32, n_keep = 16;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    #1 rst_n = 0;
    repeat (3) @(posedge clk);
    #1 rst_n = 1;
    repeat (2) @(posedge clk);
    #1;
    for (int i = 0; i < n_byte; i++) word(1, 1, {4{i[7:0]}}, 4'h1);
    for (int i = 0; i < n_bit; i++)  word(1, 1, 32'h1 << i, 4'hf);
    for (int i = 0; i < n_keep; i++)  word(1, 1, 32'h8040_2011, i[3:0]);
    word(1, 0, "4321", 4'hf); word(0, 0, "8765", 4'hf); word(0, 1, "...9", 4'h1);
    // continue without first, then a reset in the middle of a frame
    word(0, 0, 32'h0102_0304, 4'hf);
    rst_n = 0;
    @(posedge clk); #1 rst_n = 1;
    word(0, 0, 32'hdead_beef, 4'hf);
    word(0, 1, 32'h600d_f00d, 4'h3);
    // random frames with gaps
    left = 0;
    repeat (5000) begin
      rng   = xs32(rng);
      valid = (rng[1:0] != 0);
      data  = {rng[15:0], rng[31:16]};
      if (left == 0) begin
        first = 1;
        left  = int'(rng[6:2]);
      end else first = 0;
      last = (left == 0) || (first && left == 0);
      keep = last ? 4'hf >> rng[9:8] : ((rng[12:10] == 0) ? rng[16:13] : 4'hf);
      if (valid && !last) left = left - 1;
      else if (!valid) begin
        if (first) left = 0;
        first = rng[7];
        last  = rng[8];
      end
      @(posedge clk); #1;
    end
    valid = 0;
    @(posedge clk); #1;
    // very long frame: length saturates
    if (seed == 1) begin
      word(1, 0, 32'h0, 4'hf);
      for (int i = 0; i < 16400; i++) word(0, i == 16399, i, 4'hf);
      word(0, 1, 32'h5, 4'h7);
      word(1, 1, 32'h6, 4'h3);
    end
    @(posedge clk); #1;
    $finish;
  end
endmodule
