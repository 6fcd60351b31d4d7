module tb;
  logic       clk = 0, rst_n = 1, enable = 1;
  logic [3:0] button = '0;
  logic [3:0] level, pressed, released;
  logic       any_down;
  // second instance: other parameters, fewer channels
  logic [1:0] button_b = '0;
  logic [1:0] level_b, pressed_b, released_b;
  logic       any_down_b;

  always #5 clk = ~clk;

  debounce dut (
    .clk(clk), .rst_n(rst_n), .enable(enable), .button(button),
    .level(level), .pressed(pressed), .released(released), .any_down(any_down)
  );

  debounce #(.CHANNELS(2), .PRESS_CYCLES(4), .RELEASE_CYCLES(16)) dut_b (
    .clk(clk), .rst_n(rst_n), .enable(enable), .button(button_b),
    .level(level_b), .pressed(pressed_b), .released(released_b), .any_down(any_down_b)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  task automatic hold(input logic [3:0] b, input logic [1:0] bb, input int n);
    button   = b;
    button_b = bb;
    repeat (n) @(posedge clk);
    #1;
  endtask

  task automatic reset(input int n);
    rst_n = 0;
    repeat (n) @(posedge clk);
    #1 rst_n = 1;
  endtask

  int left [4];
  int leftb [2];

  task automatic storm(input int n);
    repeat (n) begin
      for (int c = 0; c < 4; c++) begin
        rng = xs32(rng);
        if (left[c] == 0) begin
          button[c] = ~button[c];
          left[c]   = rng[0] ? 1 + int'(rng[9:8]) : 4 + int'(rng[15:12]);
        end else left[c] = left[c] - 1;
      end
      for (int c = 0; c < 2; c++) begin
        rng = xs32(rng);
        if (leftb[c] == 0) begin
          button_b[c] = ~button_b[c];
          leftb[c]    = rng[0] ? 1 + int'(rng[9:8]) : 8 + int'(rng[15:12]);
        end else leftb[c] = leftb[c] - 1;
      end
      rng    = xs32(rng);
      enable = (rng[6:0] != 7'd5);
      @(posedge clk);
      #1;
    end
    enable = 1;
  endtask

  int lengths = 20, pauses = 16;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    for (int c = 0; c < 4; c++) left[c] = c;
    leftb[0] = 0; leftb[1] = 3;
    #1;
    reset(4);
    hold(4'h0, 2'h0, 5);
    // every length around both limits, with idle gaps
    for (int n = 1; n < lengths; n++) begin
      hold(4'hf, 2'h3, n);
      hold(4'h0, 2'h0, 24);
    end
    for (int n = 1; n < lengths; n++) begin
      hold(4'h5, 2'h2, 24);
      hold(4'h0, 2'h0, n);
      hold(4'ha, 2'h1, 24);
    end
    // disable in the middle of a measurement
    hold(4'h0, 2'h0, 30);
    for (int n = 1; n < pauses; n++) begin
      hold(4'h9, 2'h1, n);
      enable = 0;
      hold(4'h9, 2'h1, 1 + (n & 3));
      enable = 1;
      hold(4'h9, 2'h1, 16);
      hold(4'h0, 2'h0, 24);
    end
    storm(4000);
    reset(2);
    storm(500);
    button = 4'hf;
    reset(1);
    storm(3000);
    $finish;
  end
endmodule
