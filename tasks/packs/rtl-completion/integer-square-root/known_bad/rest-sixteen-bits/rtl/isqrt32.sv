// Integer square root, one bit per clock.
module isqrt32 (
  input  logic        clk,
  input  logic        rst,
  input  logic        in_valid,
  output logic        in_ready,
  input  logic [31:0] radicand,
  input  logic        round,
  output logic        out_valid,
  input  logic        out_ready,
  output logic [16:0] root,
  output logic [16:0] remainder,
  output logic        exact
);

  logic        busy;
  logic [3:0]  left;       // steps after this one
  logic [31:0] pending;    // bits of the radicand to come, two per step
  logic [15:0] found;      // root of the bits taken so far
  logic [16:0] rest;       // what the square of found leaves of them
  logic        up;

  // (2 * found + 1)**2 goes into 4 * (bits so far) + next two where 4 * found + 1 goes into the rest
  logic [18:0] wide, trial;
  logic        fits;
  assign wide  = {rest, pending[31:30]};
  assign trial = {1'b0, found, 2'b01};
  assign fits  = (wide >= trial);

  assign in_ready = !busy && (!out_valid || out_ready);

  always_ff @(posedge clk) begin
    if (busy) begin
      left    <= left - 4'd1;
      pending <= pending << 2;
      found   <= {found[14:0], fits};
      rest    <= fits ? wide[16:0] - trial[16:0] : wide[16:0];
    end else if (in_ready) begin
      left    <= 4'd15;
      pending <= radicand;
      found   <= 16'd0;
      rest    <= 17'd0;
      up      <= round;
    end
    if (rst) begin
      busy      <= 1'b0;
      out_valid <= 1'b0;
    end else if (busy) begin
      if (left == 4'd0) begin
        busy      <= 1'b0;
        out_valid <= 1'b1;
      end
    end else if (in_ready) begin
      busy      <= in_valid;
      out_valid <= 1'b0;
    end
  end

  // nearer to found + 1: the radicand is above (found + 1/2)**2 = found**2 + found + 1/4
  assign root      = {1'b0, found} + {16'd0, up && rest > {1'b0, found}};
  assign remainder = {1'b0, rest[15:0]};
  assign exact     = (rest == 17'd0);

endmodule
