// Window watchdog timer.
//
// Time is counted in ticks of PRESCALE clocks. Software has to kick the watchdog
// between window_open and timeout ticks after the previous kick; otherwise the
// watchdog bites, and stays that way until reset.
module wdt #(
  parameter int PRESCALE = 6,
  parameter int COUNT_W  = 8
) (
  input  logic               clk,
  input  logic               rst_n,
  input  logic               enable,        // 0: time stands still, kicks are ignored
  input  logic               kick,
  input  logic [COUNT_W-1:0] window_open,   // earliest permitted kick, in ticks
  input  logic [COUNT_W-1:0] warn_at,       // early-warning threshold, in ticks
  input  logic [COUNT_W-1:0] timeout,       // bite threshold, in ticks
  output logic [COUNT_W-1:0] count,         // ticks since the last kick
  output logic               warn,
  output logic               bite,
  output logic [1:0]         cause
);

  localparam int PRE_W = $clog2(PRESCALE);

  typedef enum logic [1:0] {
    CAUSE_NONE    = 2'd0,
    CAUSE_TIMEOUT = 2'd1,
    CAUSE_EARLY   = 2'd2
  } cause_e;

  logic [PRE_W-1:0]   prescaler;
  logic               tick;
  logic [COUNT_W-1:0] count_next;
  logic               running;
  logic               early_kick;
  logic               good_kick;
  logic               expired;

  assign running    = enable && !bite;
  assign early_kick = running && kick && (count < window_open);
  assign good_kick  = running && kick && (count >= window_open);

  assign tick       = (prescaler == PRE_W'(PRESCALE - 1));
  assign count_next = count + 1'b1;
  assign expired    = running && !kick && tick && (count_next >= timeout);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      count <= '0;
      bite  <= 1'b0;
      cause <= CAUSE_NONE;
    end else if (running) begin
      if (good_kick) begin
        prescaler <= '0;
        count     <= '0;
      end else begin
        prescaler <= tick ? '0 : prescaler + 1'b1;
        if (tick) count <= count_next;
      end

      if (early_kick) begin
        bite  <= 1'b1;
        cause <= CAUSE_EARLY;
      end else if (expired) begin
        bite  <= 1'b1;
        cause <= CAUSE_TIMEOUT;
      end
    end else if (!enable) begin
      prescaler <= '0;
    end
  end

  assign warn = !bite && (count >= warn_at);

endmodule
