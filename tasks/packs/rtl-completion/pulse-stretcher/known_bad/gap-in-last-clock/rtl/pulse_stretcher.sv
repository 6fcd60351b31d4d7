// Makes a pulse of a given number of clocks out of each trigger.
module pulse_stretcher (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       trig,
  input  logic       cancel,
  input  logic       retrigger,
  input  logic [4:0] length,
  output logic       out,
  output logic [4:0] remaining,
  output logic       missed
);

  assign out = remaining != 5'd0;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      remaining <= 5'd0;
      missed    <= 1'b0;
    end else if (cancel) begin
      remaining <= 5'd0;
      missed    <= trig;
    end else if (trig && (remaining == 5'd0 || retrigger)) begin
      remaining <= length;
      missed    <= 1'b0;
    end else begin
      if (out) remaining <= remaining - 5'd1;
      missed <= trig;
    end
  end

endmodule
