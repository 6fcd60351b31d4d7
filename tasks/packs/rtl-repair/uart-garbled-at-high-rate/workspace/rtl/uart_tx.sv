// UART transmitter: start bit, eight data bits (least significant first),
// optional parity, one stop bit; every bit lasts eight ticks.
module uart_tx (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       tick,
  input  logic       parity_en,
  input  logic       parity_odd,
  input  logic       tx_valid,
  input  logic [7:0] tx_data,
  output logic       tx_ready,
  output logic       txd
);

  typedef enum logic [2:0] {
    TX_IDLE,
    TX_START,
    TX_DATA,
    TX_PARITY,
    TX_STOP
  } state_e;

  state_e     state;
  logic       loaded;
  logic [7:0] shift;
  logic       parity;
  logic       par_en_q;
  logic [2:0] sub;       // ticks within the bit
  logic [2:0] bit_idx;
  logic       bit_end;

  assign tx_ready = !loaded;
  assign bit_end  = tick && (sub == 3'd7);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state    <= TX_IDLE;
      loaded   <= 1'b0;
      shift    <= '0;
      parity   <= 1'b0;
      par_en_q <= 1'b0;
      sub      <= '0;
      bit_idx  <= '0;
      txd      <= 1'b1;
    end else begin
      if (tx_valid && tx_ready) begin
        loaded   <= 1'b1;
        shift    <= tx_data;
        parity   <= (^tx_data) ^ parity_odd;
        par_en_q <= parity_en;
      end

      if (tick) sub <= sub + 1'b1;

      case (state)
        TX_IDLE: begin
          if (tick && loaded) begin
            state <= TX_START;
            sub   <= '0;
            txd   <= 1'b0;
          end
        end
        TX_START: if (bit_end) begin
          state   <= TX_DATA;
          bit_idx <= '0;
          txd     <= shift[0];
        end
        TX_DATA: if (bit_end) begin
          if (bit_idx == 3'd7) begin
            state <= par_en_q ? TX_PARITY : TX_STOP;
            txd   <= par_en_q ? parity : 1'b1;
          end else begin
            bit_idx <= bit_idx + 1'b1;
            txd     <= shift[bit_idx + 3'd1];
          end
        end
        TX_PARITY: if (bit_end) begin
          state <= TX_STOP;
          txd   <= 1'b1;
        end
        TX_STOP: if (bit_end) begin
          state  <= TX_IDLE;
          loaded <= 1'b0;
        end
        default: state <= TX_IDLE;
      endcase
    end
  end

endmodule
