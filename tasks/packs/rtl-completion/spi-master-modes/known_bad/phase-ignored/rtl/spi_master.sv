// Transfers a byte over SPI in any of the four modes.
module spi_master (
  input  logic       clk,
  input  logic       rst,
  input  logic       cpol,
  input  logic       cpha,
  input  logic [3:0] divider,
  input  logic       start,
  input  logic [7:0] tx,
  input  logic       miso,
  output logic       sck,
  output logic       mosi,
  output logic       cs_n,
  output logic       busy,
  output logic       done,
  output logic [7:0] rx
);

  logic [4:0] interval;
  logic [3:0] timer, period;
  logic       phase;
  logic [7:0] out, in;

  assign cs_n = !busy;

  always_ff @(posedge clk) begin
    done <= 1'b0;
    if (rst) begin
      busy <= 1'b0;
      mosi <= 1'b0;
      sck  <= 1'b0;
      rx   <= 8'd0;
    end else if (!busy) begin
      sck <= cpol;
      if (start) begin
        busy     <= 1'b1;
        interval <= 5'd0;
        timer    <= divider;
        period   <= divider;
        phase    <= 1'b0;
        mosi     <= tx[7] && !cpha;
        out      <= cpha ? tx : {tx[6:0], 1'b0};
      end
    end else if (timer != 4'd0) begin
      timer <= timer - 4'd1;
    end else begin
      timer    <= period;
      interval <= interval + 5'd1;
      if (interval == 5'd16) begin
        busy <= 1'b0;
        done <= 1'b1;
        mosi <= 1'b0;
        rx   <= in;
      end else begin
        sck <= !sck;
        if (interval[0] == phase) begin
          in <= {in[6:0], miso};
        end else begin
          mosi <= out[7];
          out  <= {out[6:0], 1'b0};
        end
      end
    end
  end

endmodule
