// UART with fractional baud rate generator, shared by both directions.
module uart #(
  parameter int INT_W  = 10,
  parameter int FRAC_W = 4
) (
  input  logic              clk,
  input  logic              rst_n,
  input  logic              enable,
  input  logic [INT_W-1:0]  div_int,
  input  logic [FRAC_W-1:0] div_frac,
  input  logic              parity_en,
  input  logic              parity_odd,
  input  logic              tx_valid,
  input  logic [7:0]        tx_data,
  output logic              tx_ready,
  output logic              txd,
  input  logic              rxd,
  output logic              rx_fall,
  output logic              rx_valid,
  output logic [7:0]        rx_data,
  output logic              parity_err,
  output logic              frame_err
);

  logic tick;

  uart_baud #(
    .INT_W  (INT_W),
    .FRAC_W (FRAC_W)
  ) u_baud (
    .clk      (clk),
    .rst_n    (rst_n),
    .enable   (enable),
    .div_int  (div_int),
    .div_frac (div_frac),
    .tick     (tick)
  );

  uart_tx u_tx (
    .clk        (clk),
    .rst_n      (rst_n),
    .tick       (tick),
    .parity_en  (parity_en),
    .parity_odd (parity_odd),
    .tx_valid   (tx_valid),
    .tx_data    (tx_data),
    .tx_ready   (tx_ready),
    .txd        (txd)
  );

  uart_rx u_rx (
    .clk        (clk),
    .rst_n      (rst_n),
    .tick       (tick),
    .parity_en  (parity_en),
    .parity_odd (parity_odd),
    .rxd        (rxd),
    .rx_fall    (rx_fall),
    .rx_valid   (rx_valid),
    .rx_data    (rx_data),
    .parity_err (parity_err),
    .frame_err  (frame_err)
  );

endmodule
