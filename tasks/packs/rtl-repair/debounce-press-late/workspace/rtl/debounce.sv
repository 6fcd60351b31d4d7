// Debouncer for a bank of push buttons.
//
// Every channel has its own two-stage synchroniser and stability counter. A
// press is accepted after PRESS_CYCLES clocks of a steady high input, a release
// after RELEASE_CYCLES clocks of a steady low input; any bounce in between
// restarts the measurement.
module debounce #(
  parameter int CHANNELS       = 4,
  parameter int PRESS_CYCLES   = 12,
  parameter int RELEASE_CYCLES = 7
) (
  input  logic                clk,
  input  logic                rst_n,
  input  logic                enable,    // 0: hold level, forget any measurement
  input  logic [CHANNELS-1:0] button,    // asynchronous, active high
  output logic [CHANNELS-1:0] level,     // debounced state
  output logic [CHANNELS-1:0] pressed,   // one-clock pulse on acceptance of a press
  output logic [CHANNELS-1:0] released,  // one-clock pulse on acceptance of a release
  output logic                any_down
);

  localparam int LONGEST =
      (PRESS_CYCLES > RELEASE_CYCLES) ? PRESS_CYCLES : RELEASE_CYCLES;
  localparam int CNT_W = $clog2(LONGEST + 1);

  typedef logic [CNT_W-1:0] cnt_t;

  for (genvar ch = 0; ch < CHANNELS; ch++) begin : g_ch
    logic [1:0] sync;
    cnt_t       stable_cnt;
    cnt_t       limit;
    logic       differs;
    logic       accept;

    always_ff @(posedge clk or negedge rst_n) begin
      if (!rst_n) sync <= 2'b00;
      else        sync <= {sync[0], button[ch]};
    end

    assign differs = (sync[1] != level[ch]);
    assign limit   = level[ch] ? cnt_t'(RELEASE_CYCLES) : cnt_t'(PRESS_CYCLES);
    assign accept  = enable && differs && (stable_cnt == limit);

    always_ff @(posedge clk or negedge rst_n) begin
      if (!rst_n)                            stable_cnt <= '0;
      else if (!enable || !differs || accept) stable_cnt <= '0;
      else                                   stable_cnt <= stable_cnt + 1'b1;
    end

    always_ff @(posedge clk or negedge rst_n) begin
      if (!rst_n) begin
        level[ch]    <= 1'b0;
        pressed[ch]  <= 1'b0;
        released[ch] <= 1'b0;
      end else begin
        pressed[ch]  <= accept && !level[ch];
        released[ch] <= accept && level[ch];
        if (accept) level[ch] <= ~level[ch];
      end
    end
  end

  assign any_down = |level;

endmodule
