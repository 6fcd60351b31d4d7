module tb;
  logic        clk = 0, rst_n = 1, drop = 0, in_valid = 1, out_ready = 0;
  logic [11:0] in_data = 0, out_data;
  logic        in_ready, out_valid;
  logic [1:0]  stored;

  always #5 clk = ~clk;

  skid_buffer dut (
    .clk(clk), .rst_n(rst_n), .drop(drop), .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
    .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data), .stored(stored)
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
    for (int n = 0; n < 4000; n++) begin
      roll;
      rst_n   = !(rng[31:25] == 0);
      drop    = (n % 800 > 500) && (rng[24:22] == 0);
      in_data = rng[11:0];
      case ((n / 50) % 5)
        0: begin in_valid = 1; out_ready = 1; end
        1: begin in_valid = 1; out_ready = rng[12]; end
        2: begin in_valid = rng[13]; out_ready = 1; end
        3: begin in_valid = rng[13]; out_ready = rng[12] & rng[14]; end
        default: begin in_valid = rng[13]; out_ready = rng[12]; end
      endcase
      @(posedge clk); #1;
      // combinational paths would show between the edges
      if (rng[15]) begin
        {in_valid, out_ready} = ~{in_valid, out_ready};
        #6 {in_valid, out_ready} = ~{in_valid, out_ready};
      end
    end
    $finish;
  end
endmodule
