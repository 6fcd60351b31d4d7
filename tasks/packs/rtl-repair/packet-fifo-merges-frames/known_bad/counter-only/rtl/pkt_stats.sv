// Frame counters, wrapping. Each frame counts in exactly one of them.
module pkt_stats (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        frame_end,
  input  logic        frame_error,  // s_tuser of the last byte
  input  logic        no_room,
  input  logic        dropping,
  output logic [15:0] good_frames,
  output logic [15:0] error_frames, // marked as bad by the source
  output logic [15:0] lost_frames   // without an error, but too long for the room left
);

  logic lost;

  assign lost = dropping || no_room;

  always_ff @(posedge clk) begin
    if (!rst_n) begin
      good_frames  <= '0;
      error_frames <= '0;
      lost_frames  <= '0;
    end else if (frame_end) begin
      if (frame_error) error_frames <= error_frames + 1'b1;
      else if (lost)   lost_frames  <= lost_frames + 1'b1;
      else             good_frames  <= good_frames + 1'b1;
    end
  end

endmodule
