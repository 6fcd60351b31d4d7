// Bit level of the I2C master. Each bit command takes four quarters:
//   0  SDA is set up (SCL as it was; low within a transfer)
//   1  SCL is released
//   2  SCL stays high; start and stop conditions are made here
//   3  SCL is pulled low again, except after a stop condition
module i2c_bit (
  input  logic       clk,
  input  logic       rst_n,
  input  logic [7:0] quarter,      // clocks per quarter, minus one
  input  logic       bit_valid,
  input  logic [1:0] bit_cmd,      // 0 start, 1 write, 2 read, 3 stop
  input  logic       bit_in,
  output logic       bit_done,     // last clock of the command
  output logic       bit_out,
  output logic       scl_low,      // 1: pull the line low, 0: release it
  output logic       sda_low,
  input  logic       scl_i,
  input  logic       sda_i
);

  localparam logic [1:0] BIT_START = 2'd0;
  localparam logic [1:0] BIT_WRITE = 2'd1;
  localparam logic [1:0] BIT_READ  = 2'd2;
  localparam logic [1:0] BIT_STOP  = 2'd3;

  logic [1:0] scl_sync;
  logic [1:0] sda_sync;
  logic [1:0] phase;
  logic [7:0] cnt;
  logic       data_bit;
  logic       stretched;
  logic       phase_end;
  logic       scl_low_next;
  logic       sda_low_next;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      scl_sync <= 2'b11;
      sda_sync <= 2'b11;
    end else begin
      scl_sync <= {scl_sync[0], scl_i};
      sda_sync <= {sda_sync[0], sda_i};
    end
  end

  assign data_bit  = (bit_cmd == BIT_WRITE) || (bit_cmd == BIT_READ);

  // clock stretching: the quarter in which SCL rises is held up
  assign stretched = (phase == 2'd1) && !scl_sync[1];
  assign phase_end = bit_valid && !stretched && (cnt == quarter);
  assign bit_done  = phase_end && (phase == 2'd3);

  always_comb begin
    case (phase)
      2'd0:    scl_low_next = scl_low;
      2'd3:    scl_low_next = (bit_cmd != BIT_STOP);
      default: scl_low_next = 1'b0;
    endcase
  end

  always_comb begin
    case (bit_cmd)
      BIT_START: sda_low_next = phase[1];
      BIT_WRITE: sda_low_next = !bit_in;
      BIT_READ:  sda_low_next = 1'b0;
      BIT_STOP:  sda_low_next = !phase[1];
    endcase
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      phase   <= '0;
      cnt     <= '0;
      bit_out <= 1'b1;
      scl_low <= 1'b0;
      sda_low <= 1'b0;
    end else if (bit_valid) begin
      scl_low <= scl_low_next;
      sda_low <= sda_low_next;
      if (phase_end) begin
        cnt   <= '0;
        phase <= phase + 1'b1;
        if (data_bit && (phase == 2'd1)) bit_out <= sda_sync[1];
      end else if (!stretched) begin
        cnt <= cnt + 1'b1;
      end
    end
  end

endmodule
