// UART receiver, eight times oversampled. The line is looked at only at ticks;
// every bit is sampled once, in its middle.
module uart_rx (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       tick,
  input  logic       parity_en,
  input  logic       parity_odd,
  input  logic       rxd,
  output logic       rx_fall,       // falling edge seen, for wake-up and activity LED
  output logic       rx_valid,
  output logic [7:0] rx_data,
  output logic       parity_err,
  output logic       frame_err
);

  typedef enum logic [2:0] {
    RX_IDLE,
    RX_START,
    RX_DATA,
    RX_PARITY,
    RX_STOP
  } state_e;

  state_e     state;
  logic [1:0] sync;
  logic       line;
  logic       line_q;      // line at the previous tick
  logic [2:0] sub;         // ticks since the last sampling point
  logic [2:0] bit_idx;
  logic [7:0] shift;
  logic       par_bad;
  logic       mid_bit;

  assign line    = sync[1];
  assign rx_fall = tick && line_q && !line;
  assign mid_bit = tick && (sub == 3'd7);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      sync   <= 2'b11;
      line_q <= 1'b1;
    end else begin
      sync <= {sync[0], rxd};
      if (tick) line_q <= line;
    end
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state      <= RX_IDLE;
      sub        <= '0;
      bit_idx    <= '0;
      shift      <= '0;
      par_bad    <= 1'b0;
      rx_valid   <= 1'b0;
      rx_data    <= '0;
      parity_err <= 1'b0;
      frame_err  <= 1'b0;
    end else begin
      rx_valid <= 1'b0;
      if (tick) sub <= sub + 1'b1;

      case (state)
        RX_IDLE: if (rx_fall) begin
          state <= RX_START;
          sub   <= '0;
        end
        RX_START: if (tick && (sub == 3'd3)) begin
          state   <= line ? RX_IDLE : RX_DATA;
          sub     <= '0;
          bit_idx <= '0;
          par_bad <= 1'b0;
        end
        RX_DATA: if (mid_bit) begin
          shift   <= {line, shift[7:1]};
          bit_idx <= bit_idx + 1'b1;
          if (bit_idx == 3'd7) state <= parity_en ? RX_PARITY : RX_STOP;
        end
        RX_PARITY: if (mid_bit) begin
          par_bad <= (^shift) ^ parity_odd ^ line;
          state   <= RX_STOP;
        end
        RX_STOP: if (mid_bit) begin
          rx_valid   <= 1'b1;
          rx_data    <= shift;
          parity_err <= par_bad;
          frame_err  <= !line;
          state      <= RX_IDLE;
        end
        default: state <= RX_IDLE;
      endcase
    end
  end

endmodule
