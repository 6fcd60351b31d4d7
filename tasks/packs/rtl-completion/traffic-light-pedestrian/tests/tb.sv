module tb;
  logic       clk = 0, rst_n = 1, tick = 1, button = 1, car = 1, night = 0;
  logic [2:0] main, side;
  logic       walk;
  logic [1:0] waiting;
  logic [3:0] left;

  always #5 clk = ~clk;

  traffic_light dut (
    .clk(clk), .rst_n(rst_n), .tick(tick), .button(button), .car(car), .night(night),
    .main(main), .side(side), .walk(walk), .waiting(waiting), .left(left)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    #1 rst_n = 0;
    repeat (2) @(posedge clk);
    #1 rst_n = 1;
    for (int n = 0; n < 9000; n++) begin
      roll;
      tick   = (n % 3000 < 1500) ? 1'b1 : (rng[1:0] != 0);
      rst_n  = !(rng[31:23] == 0);
      case ((n / 250) % 6)
        0: begin button = 0; car = 0; night = 0; end
        1: begin button = (rng[7:4] == 0); car = 0; night = 0; end
        2: begin button = 0; car = (rng[7:4] == 0); night = (rng[12:8] == 0); end
        3: begin button = 1; car = rng[4]; night = 0; end
        4: begin button = (rng[8:4] == 0); car = 1; night = rng[9] | rng[10]; end
        default: begin button = (rng[8:4] == 0); car = (rng[13:9] == 0); night = (n % 250 < 40); end
      endcase
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
