// Button 2 is held high and, later, two bounce bursts are applied to button 0.
// Checks press acceptance against a small reference per clock.
module tb;
  localparam int PRESS = 12;

  logic       clk = 0, rst_n = 0, enable = 1;
  logic [3:0] button = '0;
  logic [3:0] level, pressed, released;
  logic       any_down;

  always #5 clk = ~clk;

  debounce dut (
    .clk(clk), .rst_n(rst_n), .enable(enable), .button(button),
    .level(level), .pressed(pressed), .released(released), .any_down(any_down)
  );

  // reference: history of the pins as seen by the second synchroniser stage
  logic [3:0] s0 = '0, s1 = '0, exp_level = '0, exp_pressed = '0;
  int         run [4];

  always @(posedge clk) if (rst_n) begin
    for (int c = 0; c < 4; c++) begin
      exp_pressed[c] = 1'b0;
      if (s1[c] && !exp_level[c]) run[c] = run[c] + 1;
      else                        run[c] = 0;
      if (run[c] == PRESS) begin
        exp_level[c]   = 1'b1;
        exp_pressed[c] = 1'b1;
        run[c]         = 0;
      end
    end
    s1 = s0;
    s0 = button;
  end

  always @(negedge clk) if (rst_n) begin
    if (level !== exp_level)     $error("level: expected %h, got %h", exp_level, level);
    if (pressed !== exp_pressed) $error("pressed: expected %h, got %h", exp_pressed, pressed);
    if (released !== 4'h0)       $error("released: expected %h, got %h", 4'h0, released);
    if (any_down !== |exp_level) $error("any_down: expected %h, got %h", |exp_level, any_down);
  end

  initial begin
    for (int c = 0; c < 4; c++) run[c] = 0;
    repeat (4) @(posedge clk);
    #1 rst_n = 1;
    repeat (3) @(posedge clk);
    #1 button[2] = 1;                       // clean press, held
    repeat (25) @(posedge clk);
    #1 button[0] = 1;                       // one clock too short
    repeat (PRESS - 1) @(posedge clk);
    #1 button[0] = 0;
    repeat (6) @(posedge clk);
    #1 button[0] = 1;                       // exactly long enough
    repeat (PRESS) @(posedge clk);
    #1 button[0] = 1;
    repeat (12) @(posedge clk);
    $finish;
  end
endmodule
