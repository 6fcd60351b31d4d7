// Line-side sender with exact bit times (in sixteenths of a clock), including
// spikes, breaks and wrong parity or stop bits; random traffic on the transmitter.
module tb;
  logic       clk = 0, rst_n = 1, enable = 0;
  logic [9:0] div_int = 4;
  logic [3:0] div_frac = 0;
  logic       parity_en = 0, parity_odd = 0, tx_valid = 0, rxd = 1;
  logic [7:0] tx_data = 0;
  logic       tx_ready, txd, rx_fall, rx_valid, parity_err, frame_err;
  logic [7:0] rx_data;

  always #5 clk = ~clk;

  uart dut (
    .clk(clk), .rst_n(rst_n), .enable(enable), .div_int(div_int), .div_frac(div_frac),
    .parity_en(parity_en), .parity_odd(parity_odd), .tx_valid(tx_valid), .tx_data(tx_data),
    .tx_ready(tx_ready), .txd(txd), .rxd(rxd), .rx_fall(rx_fall), .rx_valid(rx_valid),
    .rx_data(rx_data), .parity_err(parity_err), .frame_err(frame_err)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  int          t, phase, left, acc, bits_left, bit16, idle, brk, spike, phases = 9;
  logic [11:0] frame;
  logic [7:0]  b;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    #1;
    phase = 0;
    while (phase < phases) begin
      rng = xs32(rng);
      case (phase)
        0: begin div_int = 10'd4; div_frac = 4'd0;  parity_en = 0; parity_odd = 0; end
        1: begin div_int = 10'd2; div_frac = 4'd8;  parity_en = 0; parity_odd = 0; end
        2: begin div_int = 10'd3; div_frac = 4'd12; parity_en = 1; parity_odd = 0; end
        3: begin div_int = 10'd3; div_frac = 4'd4;  parity_en = 1; parity_odd = 1; end
        4: begin div_int = 10'd2; div_frac = 4'd15; parity_en = 0; parity_odd = 1; end
        5: begin div_int = 10'd5; div_frac = 4'd1;  parity_en = 1; parity_odd = 0; end
        default: begin
          div_int = 10'd2 + {8'd0, rng[1:0]}; div_frac = rng[5:2];
          parity_en = rng[6]; parity_odd = rng[7];
        end
      endcase
      bit16 = 8 * (16 * int'(div_int) + int'(div_frac));
      bits_left = 0; acc = 0; idle = 60; brk = 0; spike = 0; rxd = 1;
      left = 2000;
      while (left > 0) begin
        rng    = xs32(rng);
        enable = (left < 1995);
        rst_n  = !((phase == 0 && left > 1990) || (phase == 3 && (left == 901 || left == 900)));
        // transmitter
        tx_valid = (rng[3:0] < 4'd3) || (phase == 2) || (phase == 4 && !tx_ready);
        tx_data  = rng[11:4];
        // receiver line
        if (spike > 0) begin
          spike = spike - 1;
          rxd   = 0;
        end else if (brk > 0) begin
          brk = brk - 1;
          rxd = 0;
          if (brk == 0) idle = 40;
        end else if (idle > 0) begin
          idle = idle - 1;
          rxd  = 1;
          if (idle == 25 && rng[13:12] == 0) spike = 1 + int'(rng[16:14]);
        end else begin
          if (bits_left == 0) begin
            b     = rng[31:24];
            frame = parity_en ? {2'b11, (^b) ^ parity_odd ^ (rng[23:20] == 0), b, 1'b0}
                              : {3'b111, b, 1'b0};
            if (rng[19:16] == 0) frame[parity_en ? 10 : 9] = 1'b0;
            bits_left = parity_en ? 11 : 10;
            acc       = 0;
          end
          rxd = frame[0];
          acc = acc + 16;
          if (acc >= bit16) begin
            acc       = acc - bit16;
            frame     = {1'b1, frame[11:1]};
            bits_left = bits_left - 1;
            if (bits_left == 0) begin
              if (rxd == 0)              idle = 30;
              else if (rng[15:14] == 0)  idle = int'(rng[13:7]);
              if (rng[31:29] == 0) brk = 200 + int'(rng[28:20]);
            end
          end
        end
        @(posedge clk); #1;
        left = left - 1;
      end
      phase = phase + 1;
    end
    $finish;
  end
endmodule
