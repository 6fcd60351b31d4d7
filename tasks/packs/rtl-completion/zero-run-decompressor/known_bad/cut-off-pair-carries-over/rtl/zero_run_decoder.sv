// Restores runs of zeros in a byte stream.
module zero_run_decoder (
  input  logic       clk,
  input  logic       rst,

  input  logic       in_valid,
  output logic       in_ready,
  input  logic [7:0] in_data,
  input  logic       in_last,

  output logic       out_valid,
  input  logic       out_ready,
  output logic [7:0] out_data,
  output logic       out_last,

  output logic       truncated
);

  logic       pair_q;       // the next byte is n
  logic [7:0] to_come_q;
  logic       run_last_q;   // the run ends the packet
  logic       free;
  logic       take;
  logic       opens_pair;

  assign free       = ~out_valid | out_ready;
  assign in_ready   = free & (to_come_q == 8'd0);
  assign take       = in_valid & in_ready;
  assign opens_pair = ~pair_q & (in_data == 8'd0);

  always_ff @(posedge clk) begin
    truncated <= 1'b0;
    if (rst) begin
      out_valid <= 1'b0;
      pair_q    <= 1'b0;
      to_come_q <= '0;
    end else if (take) begin
      pair_q    <= opens_pair;
      truncated <= opens_pair & in_last;
      out_valid <= ~opens_pair | in_last;
      if (pair_q) to_come_q <= in_data;
    end else if (free) begin
      out_valid <= to_come_q != 8'd0;
      if (to_come_q != 8'd0) to_come_q <= to_come_q - 8'd1;
    end
  end

  always_ff @(posedge clk) begin
    if (take) begin
      out_data   <= pair_q ? 8'd0 : in_data;
      out_last   <= in_last & ~(pair_q & (in_data != 8'd0));
      run_last_q <= in_last;
    end else if (free) begin
      out_last <= run_last_q & (to_come_q == 8'd1);   // out_data is 0 already
    end
  end

endmodule
