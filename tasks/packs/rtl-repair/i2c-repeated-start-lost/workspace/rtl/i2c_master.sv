// Byte-level I2C master: start, write byte, read byte and stop commands.
module i2c_master (
  input  logic       clk,
  input  logic       rst_n,
  input  logic [7:0] quarter,      // clocks per quarter of an SCL period, minus one
  input  logic       cmd_valid,
  output logic       cmd_ready,
  input  logic [1:0] cmd,          // 0 start, 1 write, 2 read, 3 stop
  input  logic [7:0] wdata,        // byte to write
  input  logic       read_ack,     // read: 1 = acknowledge the byte
  output logic       done,
  output logic [7:0] rdata,
  output logic       nack,         // last written byte was not acknowledged
  output logic       scl_low,
  output logic       sda_low,
  input  logic       scl_i,
  input  logic       sda_i
);

  localparam logic [1:0] CMD_WRITE = 2'd1;
  localparam logic [1:0] CMD_READ  = 2'd2;

  logic       busy;
  logic [1:0] cmd_q;
  logic [7:0] shift;
  logic       ack_q;
  logic [3:0] idx;                 // bit of the byte; 8 is the acknowledge bit
  logic       byte_cmd;
  logic       ack_slot;

  logic [1:0] bit_cmd;
  logic       bit_in;
  logic       bit_done;
  logic       bit_out;

  assign cmd_ready = !busy;
  assign byte_cmd  = (cmd_q == CMD_WRITE) || (cmd_q == CMD_READ);
  assign ack_slot  = (idx == 4'd8);

  // in the acknowledge slot the direction turns round
  assign bit_cmd = !(byte_cmd && ack_slot) ? cmd_q :
                   (cmd_q == CMD_WRITE)    ? CMD_READ : CMD_WRITE;
  assign bit_in  = ack_slot ? !ack_q : shift[7];

  i2c_bit u_bit (
    .clk       (clk),
    .rst_n     (rst_n),
    .quarter   (quarter),
    .bit_valid (busy),
    .bit_cmd   (bit_cmd),
    .bit_in    (bit_in),
    .bit_done  (bit_done),
    .bit_out   (bit_out),
    .scl_low   (scl_low),
    .sda_low   (sda_low),
    .scl_i     (scl_i),
    .sda_i     (sda_i)
  );

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      busy  <= 1'b0;
      cmd_q <= 2'd0;
      shift <= '0;
      ack_q <= 1'b0;
      idx   <= '0;
      done  <= 1'b0;
      rdata <= '0;
      nack  <= 1'b0;
    end else begin
      done <= 1'b0;
      if (!busy) begin
        if (cmd_valid) begin
          busy  <= 1'b1;
          cmd_q <= cmd;
          shift <= wdata;
          ack_q <= read_ack;
          idx   <= '0;
        end
      end else if (bit_done) begin
        if (byte_cmd && !ack_slot) begin
          idx   <= idx + 1'b1;
          shift <= {shift[6:0], bit_out};
        end else begin
          busy <= 1'b0;
          done <= 1'b1;
          if (cmd_q == CMD_READ)  rdata <= shift;
          if (cmd_q == CMD_WRITE) nack  <= bit_out;
        end
      end
    end
  end

endmodule
