// SPI master, modes 0 to 3, one byte per chip select, either bit order.
//
// Timing in half periods of sclk: one from chip select to the first clock edge,
// sixteen edges, one from the last edge to the end of chip select, and one of
// pause before the next transfer can start.
module spi_master #(
  parameter int DIV_W = 8
) (
  input  logic             clk,
  input  logic             rst_n,
  // configuration, taken over with start
  input  logic             cpol,
  input  logic             cpha,
  input  logic             lsb_first,
  input  logic [DIV_W-1:0] div,
  // transfer
  input  logic             start,
  input  logic [7:0]       tx_data,
  output logic             ready,
  output logic             done,
  output logic [7:0]       rx_data,
  // bus
  output logic             cs_n,
  output logic             sclk,
  output logic             mosi,
  input  logic             miso
);

  typedef enum logic [2:0] {
    ST_IDLE,
    ST_LEAD,    // chip select active, waiting for the first edge
    ST_XFER,
    ST_TRAIL,   // all edges done, chip select still active
    ST_GAP
  } state_e;

  state_e           state;
  logic             pol_q;
  logic             pha_q;
  logic             lsb_q;
  logic [DIV_W-1:0] div_q;
  logic [3:0]       edge_cnt;     // number of the coming sclk edge
  logic [7:0]       tx_shift;
  logic [7:0]       rx_shift;

  logic             tick;
  logic             edge_now;     // sclk toggles at the end of this clock
  logic             leading;      // ... and that is the first edge of a bit
  logic             sample_edge;
  logic             shift_edge;

  spi_clkgen #(.DIV_W(DIV_W)) u_clkgen (
    .clk   (clk),
    .rst_n (rst_n),
    .run   (state != ST_IDLE),
    .div   (div_q),
    .tick  (tick)
  );

  assign edge_now    = tick && ((state == ST_LEAD) || (state == ST_XFER));
  assign leading     = ~edge_cnt[0];
  assign sample_edge = edge_now && (leading ^ pha_q);
  assign shift_edge  = edge_now && (leading == pha_q) && (edge_cnt != 4'd0);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state    <= ST_IDLE;
      pol_q    <= 1'b0;
      pha_q    <= 1'b0;
      lsb_q    <= 1'b0;
      div_q    <= '0;
      edge_cnt <= '0;
      cs_n     <= 1'b1;
      sclk     <= 1'b0;
      done     <= 1'b0;
    end else begin
      done <= 1'b0;

      if (edge_now) begin
        sclk     <= ~sclk;
        edge_cnt <= edge_cnt + 1'b1;
      end

      case (state)
        ST_IDLE: begin
          sclk <= cpol;
          if (start) begin
            pol_q    <= cpol;
            pha_q    <= cpha;
            lsb_q    <= lsb_first;
            div_q    <= div;
            edge_cnt <= '0;
            cs_n     <= 1'b0;
            state    <= ST_LEAD;
          end
        end
        ST_LEAD:  if (tick) state <= ST_XFER;
        ST_XFER:  if (tick && (edge_cnt == 4'd15)) state <= ST_TRAIL;
        ST_TRAIL: if (tick) begin
          cs_n  <= 1'b1;
          sclk  <= pol_q;
          done  <= 1'b1;
          state <= ST_GAP;
        end
        ST_GAP:   if (tick) state <= ST_IDLE;
        default:  state <= ST_IDLE;
      endcase
    end
  end

  // data path
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      tx_shift <= '0;
      rx_shift <= '0;
      rx_data  <= '0;
    end else begin
      if ((state == ST_IDLE) && start) tx_shift <= tx_data;
      else if (shift_edge) begin
        tx_shift <= lsb_q ? {1'b0, tx_shift[7:1]} : {tx_shift[6:0], 1'b0};
      end
      if (sample_edge) begin
        rx_shift <= lsb_q ? {miso, rx_shift[7:1]} : {rx_shift[6:0], miso};
      end
      if ((state == ST_TRAIL) && tick) rx_data <= rx_shift;
    end
  end

  assign ready = (state == ST_IDLE);
  assign mosi  = lsb_q ? tx_shift[0] : tx_shift[7];

endmodule
