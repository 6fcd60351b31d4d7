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

endmodule
