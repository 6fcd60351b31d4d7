// Stimulus for noc_router: packets of one to six flits on all inputs, with
// random gaps and back-pressure.
module tb;
  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic [3:0] my_x = 4'd5, my_y = 4'd6;
  logic [4:0] in_valid = '0, in_ready, out_valid, out_ready = '0;
  logic [4:0][17:0] in_flit = '0, out_flit;

  always #5 clk = ~clk;

  noc_router dut (
    .clk(clk), .rst_n(rst_n), .my_x(my_x), .my_y(my_y),
    .in_valid(in_valid), .in_ready(in_ready), .in_flit(in_flit),
    .out_valid(out_valid), .out_ready(out_ready), .out_flit(out_flit)
  );

  wire v0 = rst_n && out_valid[0];
  wire v1 = rst_n && out_valid[1];
  wire v2 = rst_n && out_valid[2];
  wire v3 = rst_n && out_valid[3];
  wire v4 = rst_n && out_valid[4];
  wire [17:0] f0 = out_flit[0];
  wire [17:0] f1 = out_flit[1];
  wire [17:0] f2 = out_flit[2];
  wire [17:0] f3 = out_flit[3];
  wire [17:0] f4 = out_flit[4];

  logic [31:0] s;
  int seed;
  function automatic logic [31:0] xs(input logic [31:0] x);
    logic [31:0] y;
    y = x;
    y = y ^ (y << 13);
    y = y ^ (y >> 17);
    y = y ^ (y << 5);
    return y;
  endfunction

  int left [5];          // flits of the current packet still to send
  logic took [5];

  // traffic of the current phase
  int n_phases = 9;
  int in_rate, out_rate, long_rate, len;
  logic hot;
  logic again;             // phase begins with a reset
  task automatic phase(input int n, input int ir, input int orr, input logic h, input int lr);
    len = n; in_rate = ir; out_rate = orr; hot = h; long_rate = lr;
  endtask

  // hot: most packets go to one output; long_rate: share of multi-flit packets
  task automatic one_cycle();
    logic hd, tl;
    logic [3:0] dx, dy;
    #3;
    for (int i = 0; i < 5; i++) took[i] = in_valid[i] && in_ready[i] && rst_n;
    @(posedge clk); #1;
    for (int i = 0; i < 5; i++) begin
      s = xs(s);
      if (took[i]) in_valid[i] = 1'b0;
      if (!in_valid[i] && (int'(s[7:0]) < in_rate)) begin
        hd = (left[i] == 0);
        if (hd) left[i] = (int'(s[15:8]) < long_rate) ? 2 + (int'(s[19:16]) % 5) : 1;
        tl = (left[i] == 1);
        left[i] = left[i] - 1;
        s = xs(s);
        dx = my_x; dy = my_y;
        if (hot && s[31:29] != 0) begin
          dx = my_x + 4'd1;
          dy = s[3:0];
        end else begin
          case (s[6:4])
            0, 1:    dx = s[11:8];
            2:       dx = my_x - 4'd1;
            3:       dx = my_x + 4'd1;
            4:       dy = my_y + 4'd1;
            5:       dy = my_y - 4'd1;
            6:       dy = s[15:12];
            default: ;
          endcase
        end
        in_valid[i] = 1'b1;
        in_flit[i]  = hd ? {1'b1, tl, dx, dy, 3'(i), s[20:16]} : {1'b0, tl, s[15:0]};
      end
    end
    s = xs(s);
    for (int o = 0; o < 5; o++) out_ready[o] = (int'(s[6*o +: 6]) < out_rate);
    @(negedge clk);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    s = seed * 32'h9E3779B9 + 32'h6C07_8965;
    repeat (2) @(posedge clk);
    for (int p = 0; p < n_phases; p++) begin
      again = 1'b0;
      case (p)
        0: begin phase(600,  60, 64, 1'b0, 0);   again = 1'b1; my_x = 4'd5; my_y = 4'd6; end
        1:       phase(600, 256, 64, 1'b1, 0);
        2: begin phase(700, 256, 64, 1'b1, 128); again = 1'b1; end
        3:       phase(700, 200, 30, 1'b0, 128);
        4: begin phase(800, 120, 50, 1'b0, 200); again = 1'b1; end
        5:       phase(800, 256, 40, 1'b1, 60);
        6: begin phase(1500, 230, 55, 1'b0, 100); again = 1'b1; end
        7:       phase(600,   0, 64, 1'b0, 0);
        default: phase(800,  40, 20, 1'b1, 90);
      endcase
      for (int c = 0; c < len; c++) begin
        if (again && c == 0) begin
          rst_n = 1'b0;
          if (p == 2) begin my_x = 4'd0;  my_y = 4'd0;  end
          if (p == 4) begin my_x = 4'd14; my_y = 4'd15; end
          if (p == 6) begin my_x = 4'd3;  my_y = 4'd9;  end
        end
        if (again && c == 2) begin
          in_valid = '0;
          for (int i = 0; i < 5; i++) left[i] = 0;
          rst_n = 1'b1;
        end
        one_cycle();
      end
    end
    $finish;
  end
endmodule
