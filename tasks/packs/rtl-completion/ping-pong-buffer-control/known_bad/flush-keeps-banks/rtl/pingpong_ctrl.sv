// Addresses and handshakes of a two-bank tile buffer.
module pingpong_ctrl (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       flush,
  input  logic       wr_valid,
  input  logic       wr_last,
  output logic       wr_ready,
  output logic       wr_bank,
  output logic [3:0] wr_addr,
  input  logic       rd_ready,
  output logic       rd_valid,
  output logic       rd_bank,
  output logic [3:0] rd_addr,
  output logic       rd_last,
  output logic [1:0] full
);

  logic [3:0] end_q [0:1];   // last address of each bank's tile
  logic       write;
  logic       read;
  logic       write_end;
  logic       read_end;

  assign wr_ready  = ~full[wr_bank];
  assign rd_valid  = full[rd_bank];
  assign rd_last   = rd_addr == end_q[rd_bank];
  assign write     = wr_valid & wr_ready;
  assign read      = rd_ready & rd_valid;
  assign write_end = write & (wr_last | (wr_addr == 4'd15));
  assign read_end  = read & rd_last;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      full    <= '0;
      wr_bank <= 1'b0;
      rd_bank <= 1'b0;
      wr_addr <= '0;
      rd_addr <= '0;
    end else if (flush) begin
      full    <= '0;
      wr_addr <= '0;
      rd_addr <= '0;
    end else begin
      if (write) wr_addr <= wr_addr + 4'd1;
      if (write_end) begin
        full[wr_bank] <= 1'b1;
        wr_bank       <= ~wr_bank;
        wr_addr       <= '0;
      end
      if (read) rd_addr <= rd_addr + 4'd1;
      if (read_end) begin
        full[rd_bank] <= 1'b0;
        rd_bank       <= ~rd_bank;
        rd_addr       <= '0;
      end
    end
  end

  always_ff @(posedge clk) begin
    if (write_end) end_q[wr_bank] <= wr_addr;
  end

endmodule
