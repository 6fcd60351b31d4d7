// A sender with an exact bit time of 30 clocks (3 3/4 clocks per tick) transmits
// a short message to the receiver, back to back.
module tb;
  logic       clk = 0, rst_n = 0, enable = 0, rxd = 1;
  logic [9:0] div_int = 3;
  logic [3:0] div_frac = 12;
  logic       tx_ready, txd, rx_fall, rx_valid, parity_err, frame_err;
  logic [7:0] rx_data;

  always #5 clk = ~clk;

  uart dut (
    .clk(clk), .rst_n(rst_n), .enable(enable), .div_int(div_int), .div_frac(div_frac),
    .parity_en(1'b0), .parity_odd(1'b0), .tx_valid(1'b0), .tx_data(8'h00),
    .tx_ready(tx_ready), .txd(txd), .rxd(rxd), .rx_fall(rx_fall), .rx_valid(rx_valid),
    .rx_data(rx_data), .parity_err(parity_err), .frame_err(frame_err)
  );

  localparam int N = 8;
  logic [7:0] message [N];
  int         received = 0;
  logic       first_fall = 0;

  always @(negedge clk) if (rst_n) begin
    if (rx_fall) first_fall = 1;
    if (rx_valid) begin
      if (received >= N) $error("rx_valid: expected 0, got 1");
      else begin
        if (rx_data !== message[received])
          $error("rx_data: expected %h, got %h", message[received], rx_data);
        if (frame_err !== 1'b0)  $error("frame_err: expected 0, got %h", frame_err);
        if (parity_err !== 1'b0) $error("parity_err: expected 0, got %h", parity_err);
      end
      received = received + 1;
    end
    if (txd !== 1'b1) $error("txd: expected 1, got %h", txd);
  end

  logic [9:0] frame;
  int         i, bits = 10 * N, bit_time = 30;

  initial begin
    message[0] = 8'h55; message[1] = 8'h4d; message[2] = 8'hb2; message[3] = 8'h36;
    message[4] = 8'h65; message[5] = 8'ha9; message[6] = 8'h92; message[7] = 8'h5a;
    repeat (3) @(posedge clk);
    #1 rst_n = 1;
    @(posedge clk);
    #1 enable = 1;
    repeat (50) @(posedge clk);
    #1;
    i = 0;
    while (i < bits) begin
      frame = {1'b1, message[i / 10], 1'b0};
      rxd   = frame[i % 10];
      repeat (bit_time) @(posedge clk);
      #1;
      i = i + 1;
    end
    repeat (60) @(posedge clk);
    if (received < N) $error("rx_valid: expected %0d pulses, got %0d", N, received);
    if (!first_fall)  $error("rx_fall: expected 1, got 0");
    $finish;
  end
endmodule
