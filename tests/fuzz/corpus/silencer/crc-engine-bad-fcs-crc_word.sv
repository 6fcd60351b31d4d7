// Advances a CRC register by up to LANES bytes in one step (combinational).
// Byte lanes are taken in ascending order; a lane whose keep bit is 0 is skipped.
module crc_word #(
  parameter int               LANES      = 4,
  parameter int               WIDTH      = 16,
  parameter logic [WIDTH-1:0] POLY       = 16'h1021,
  parameter bit               REFLECT_IN = 1'b0
) (
  input  logic [WIDTH-1:0]   crc_in,
  input  logic [8*LANES-1:0] data,
  input  logic [LANES-1:0]   keep,
  output logic [WIDTH-1:0]   crc_out
);

  for (genvar n = 0; n < LANES; n++) begin : g_lane
    logic [WIDTH-1:0] lane_in;   // register ahead of this lane
    logic [WIDTH-1:0] stepped;
    logic [WIDTH-1:0] lane_out;

    if (n == 0) begin : g_first
      assign lane_in = crc_in;
    end else begin : g_next
      assign lane_in = g_lane[n-1].lane_out;
    end

    crc_byte #(
      .WIDTH (WIDTH),
      .POLY  (POLY)
    ) u_byte (
      .crc_in  (lane_in),
      .data    (data[8*n +: 8]),
      .crc_out (stepped)
    );

    assign lane_out = keep[n] ? stepped : lane_in;
  end

  assign crc_out = g_lane[LANES-1].lane_out;

endmodule
