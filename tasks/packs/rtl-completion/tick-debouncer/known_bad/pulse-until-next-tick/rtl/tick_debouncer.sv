// Debounces a contact: its level must be seen at eight ticks in a row.
module tick_debouncer (
  input  logic clk,
  input  logic rst_n,
  input  logic tick,
  input  logic noisy,
  output logic clean,
  output logic went_high,
  output logic went_low
);

  logic       meta, s;
  logic [2:0] count;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      meta      <= 1'b0;
      s         <= 1'b0;
      count     <= 3'd0;
      clean     <= 1'b0;
      went_high <= 1'b0;
      went_low  <= 1'b0;
    end else begin
      meta      <= noisy;
      s         <= meta;
      if (tick) begin
        went_high <= 1'b0;
        went_low  <= 1'b0;
        if (s == clean) begin
          count <= 3'd0;
        end else begin
          count <= count + 3'd1;  // seven wraps to zero
          if (count == 3'd7) begin
            clean     <= s;
            went_high <= s;
            went_low  <= !s;
          end
        end
      end
    end
  end

endmodule
