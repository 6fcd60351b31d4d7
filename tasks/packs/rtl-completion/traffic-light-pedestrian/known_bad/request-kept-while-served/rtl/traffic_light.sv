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

  localparam logic [2:0] RED = 3'b100, YELLOW = 3'b010, GREEN = 3'b001;

  localparam logic [2:0] MAIN_GREEN = 3'd0, MAIN_YELLOW = 3'd1, ALL_RED_1 = 3'd2, WALK = 3'd3,
                         SIDE_GREEN = 3'd4, SIDE_YELLOW = 3'd5, ALL_RED_2 = 3'd6;

  logic [2:0] phase, after, next;
  logic [3:0] ticks;
  logic       stay, ends;

  // what follows, and how long it lasts
  always_comb begin
    case (phase)
      MAIN_GREEN:  after = MAIN_YELLOW;
      MAIN_YELLOW: after = ALL_RED_1;
      ALL_RED_1:   after = waiting[0] ? WALK : SIDE_GREEN;
      WALK:        after = waiting[1] ? SIDE_GREEN : ALL_RED_2;
      SIDE_GREEN:  after = SIDE_YELLOW;
      SIDE_YELLOW: after = ALL_RED_2;
      default:     after = MAIN_GREEN;
    endcase
    case (after)
      MAIN_GREEN:               ticks = 4'd12;
      MAIN_YELLOW, SIDE_YELLOW: ticks = 4'd3;
      WALK:                     ticks = 4'd15;
      SIDE_GREEN:               ticks = 4'd8;
      default:                  ticks = 4'd2;
    endcase
  end

  assign stay = phase == MAIN_GREEN && ((left == 4'd1 && waiting == 2'd0) || (left == 4'd2 && night));
  assign ends = tick && left == 4'd1 && !stay;
  assign next = ends ? after : phase;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      phase   <= ALL_RED_1;
      left    <= 4'd2;
      waiting <= 2'd0;
    end else begin
      phase <= next;
      if (ends) left <= ticks;
      else if (tick && !stay) left <= left - 4'd1;
      waiting[0] <= (waiting[0] && next != WALK) || button;
      waiting[1] <= (waiting[1] || car) && phase != SIDE_GREEN && next != SIDE_GREEN;
    end
  end

  always_comb begin
    main = RED;
    side = RED;
    case (phase)
      MAIN_GREEN:  main = GREEN;
      MAIN_YELLOW: main = YELLOW;
      SIDE_GREEN:  side = GREEN;
      SIDE_YELLOW: side = YELLOW;
      default: ;
    endcase
  end

  assign walk = phase == WALK;

endmodule
