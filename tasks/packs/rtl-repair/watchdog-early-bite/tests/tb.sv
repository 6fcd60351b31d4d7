module tb;
  logic       clk = 0, rst_n = 1;
  logic       enable = 0, kick = 0;
  logic [7:0] window_open = 2, warn_at = 6, timeout = 9;
  logic [7:0] count;
  logic       warn, bite;
  logic [1:0] cause;
  logic [3:0] count_b;
  logic       warn_b, bite_b;
  logic [1:0] cause_b;

  always #5 clk = ~clk;

  wdt dut (
    .clk(clk), .rst_n(rst_n), .enable(enable), .kick(kick),
    .window_open(window_open), .warn_at(warn_at), .timeout(timeout),
    .count(count), .warn(warn), .bite(bite), .cause(cause)
  );
  wdt #(.PRESCALE(16), .COUNT_W(4)) dut_b (
    .clk(clk), .rst_n(rst_n), .enable(enable), .kick(kick),
    .window_open(window_open[3:0]), .warn_at(warn_at[3:0]), .timeout(timeout[3:0]),
    .count(count_b), .warn(warn_b), .bite(bite_b), .cause(cause_b)
  );

  logic [31:0] rng;
  function automatic logic [31:0] xs32(input logic [31:0] x);
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    x = x ^ (x << 5);
    return x;
  endfunction

  task automatic clocks(input int n);
    repeat (n) @(posedge clk);
    #1;
  endtask

  task automatic reset(input int n);
    rst_n = 0;
    clocks(n);
    rst_n = 1;
  endtask

  task automatic pulse_kick;
    kick = 1;
    clocks(1);
    kick = 0;
  endtask

  int phases = 18, distances = 60;

  initial begin
    int seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    rng = 32'h9E3779B9 * (seed + 7);
    #1;
    reset(3);
    clocks(3);
    enable = 1;
    clocks(160);                                  // plain timeout, stays bitten
    pulse_kick();
    // reset at every phase of the tick, with and without a pause after it
    for (int n = 0; n < phases; n++) begin
      enable = 1;
      reset(1);
      clocks(7 + n);
      reset(1 + (n & 1));
      clocks(100);
      enable = n[0];
      reset(1);
      enable = 1;
      clocks(20);
    end
    // freeze at every phase of the tick
    for (int n = 0; n < phases; n++) begin
      reset(1);
      enable = 1;
      clocks(8 + n);
      enable = 0;
      clocks(1 + n);
      pulse_kick();
      enable = 1;
      clocks(30);
    end
    // kicks at every distance from a kick
    for (int n = 0; n < distances; n++) begin
      reset(1);
      clocks(20);
      pulse_kick();
      clocks(n);
      pulse_kick();
      clocks(8);
    end
    // random thresholds and events
    repeat (160) begin
      rng = xs32(rng);
      window_open = {6'd0, rng[1:0]} + {7'd0, rng[2]};
      timeout     = 8'd3 + {4'd0, rng[7:4]};
      if (timeout > 8'd15) timeout = 8'd15;
      warn_at     = timeout - {6'd0, rng[9:8]};
      reset(1 + int'(rng[10]));
      repeat (60) begin
        rng    = xs32(rng);
        enable = (rng[2:0] != 0);
        kick   = (rng[7:3] == 0);
        clocks(1);
      end
      kick = 0;
    end
    $finish;
  end
endmodule
