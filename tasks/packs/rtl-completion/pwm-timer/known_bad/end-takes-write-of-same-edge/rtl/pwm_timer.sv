// PWM with double-buffered settings, counting up, or up and down.
module pwm_timer (
  input  logic       clk,
  input  logic       rst,
  input  logic       en,
  input  logic [2:0] prescale,
  input  logic       write,
  input  logic [7:0] top,
  input  logic [7:0] compare,
  input  logic       centred,
  output logic [7:0] count,
  output logic       down,
  output logic       pwm,
  output logic       period_end
);

  logic [7:0] next_top, next_compare, now_top, now_compare;
  logic       next_centred, now_centred;
  logic [2:0] divider;
  logic       step, turn, ends;

  assign step   = en && divider >= prescale;
  assign turn   = count == now_top;
  assign ends   = now_centred ? (down || turn) && count <= 8'd1 : turn;
  assign pwm = count < now_compare;

  always_ff @(posedge clk) begin
    period_end <= 1'b0;
    if (rst) begin
      count        <= 8'd0;
      down         <= 1'b0;
      divider      <= 3'd0;
      next_top     <= 8'd255;
      next_compare <= 8'd0;
      next_centred <= 1'b0;
      now_top      <= 8'd255;
      now_compare  <= 8'd0;
      now_centred  <= 1'b0;
    end else begin
      if (write) begin
        next_top     <= top;
        next_compare <= compare;
        next_centred <= centred;
      end
      if (step) begin
        divider    <= 3'd0;
        period_end <= ends;
        if (ends) begin
          count       <= 8'd0;
          down        <= 1'b0;
          now_top     <= write ? top : next_top;
          now_compare <= write ? compare : next_compare;
          now_centred <= write ? centred : next_centred;
        end else if (now_centred && (down || turn)) begin
          count <= count - 8'd1;
          down  <= 1'b1;
        end else begin
          count <= count + 8'd1;
        end
      end else if (en) begin
        divider <= divider + 3'd1;
      end
    end
  end

endmodule
