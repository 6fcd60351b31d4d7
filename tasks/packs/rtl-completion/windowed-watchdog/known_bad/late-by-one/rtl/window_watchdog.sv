// Watchdog that wants two keys, neither too early nor too late.
module window_watchdog (
  input  logic       clk,
  input  logic       rst_n,      // asynchronous, active low
  input  logic       running,
  input  logic       tick,
  input  logic       key_valid,
  input  logic [7:0] key,
  input  logic [7:0] early,      // first count at which a service is good
  input  logic [7:0] late,       // a tick at this count bites
  output logic [7:0] count,
  output logic       armed,      // the first key has come
  output logic       open,
  output logic       bite,
  output logic [1:0] cause       // 0 none, 1 too early, 2 too late, 3 wrong key
);

  logic first_key, second_key, wrong_key;

  assign open       = running && count >= early;
  assign first_key  = key_valid && key == 8'h5A;
  assign second_key = key_valid && key == 8'hA5 && armed;
  assign wrong_key  = key_valid && !first_key && !second_key;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      count <= 8'd0;
      armed <= 1'b0;
      bite  <= 1'b0;
      cause <= 2'd0;
    end else begin
      bite  <= 1'b0;
      count <= 8'd0;
      armed <= 1'b0;
      if (running) begin
        if (wrong_key) begin
          bite  <= 1'b1;
          cause <= 2'd3;
        end else if (second_key) begin
          bite  <= !open;
          cause <= {1'b0, !open};
        end else if (tick && count > late) begin
          bite  <= 1'b1;
          cause <= 2'd2;
        end else begin
          count <= count + {7'd0, tick};
          armed <= armed || first_key;
        end
      end
    end
  end

endmodule
