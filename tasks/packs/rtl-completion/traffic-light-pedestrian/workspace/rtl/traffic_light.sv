// Lights of a crossing: main road, side road and a walk lamp on request.
module traffic_light (
  input  logic       clk,
  input  logic       rst_n,    // asynchronous, active low
  input  logic       tick,
  input  logic       button,   // pedestrian
  input  logic       car,      // on the side road
  input  logic       night,
  output logic [2:0] main,     // {red, yellow, green}
  output logic [2:0] side,
  output logic       walk,
  output logic [1:0] waiting,
  output logic [3:0] left
);

endmodule
