// Priority encoder of 16 maskable request lines.
module priority_encoder (
  input  logic [15:0] request,
  input  logic [15:0] mask,
  input  logic        high_first,   // 1: the highest number wins, 0: the lowest
  output logic        valid,
  output logic [3:0]  index,
  output logic [15:0] grant,
  output logic        more          // two or more active requests
);

  logic [15:0] active;
  logic [15:0] rest;
  assign active = request & mask;
  assign rest   = active & ~grant;

  always_comb begin
    index = 4'd0;
    if (!high_first) begin
      for (int i = 0; i < 16; i++) if (active[i]) index = i[3:0];
    end else begin
      for (int i = 15; i >= 0; i--) if (active[i]) index = i[3:0];
    end
  end

  assign valid = |active;
  assign grant = {15'd0, valid} << index;
  assign more  = |rest;

endmodule
