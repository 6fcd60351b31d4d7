module tb;
  logic       clk = 0, rst = 1, en = 0;
  logic [3:0] d = 0;
  logic [3:0] rise, fall;
  logic       changed;
  logic [8:0] d1 = 0;
  logic [8:0] rise1, fall1;
  logic       changed1;

  always #5 clk = ~clk;

  edge_detector dut (
    .clk(clk), .rst(rst), .en(en), .d(d), .rise(rise), .fall(fall), .changed(changed)
  );
  edge_detector #(.WIDTH(9)) dut1 (
    .clk(clk), .rst(rst), .en(en), .d(d1), .rise(rise1), .fall(fall1), .changed(changed1)
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
    repeat (3) @(posedge clk);
    #1;
    for (int n = 0; n < 2000; n++) begin
      roll;
      rst = (n < 2) || (rng[31:26] == 0);
      en  = (n % 400 < 100) ? 1'b1 : (rng[20:19] != 0);
      case (n / 500)
        0: begin d = rng[3:0]; d1 = rng[12:4]; end
        1: begin d = d ^ (4'd1 << rng[1:0]); if (rng[4]) d1 = d1 ^ (9'd1 << rng[8:5]); end
        2: if (rng[2:0] == 0) begin d = ~d; d1 = {9{rng[5]}}; end
        default: begin d = d ^ (rng[3:0] & rng[7:4]); d1 = d1 ^ (rng[16:8] & rng[25:17]); end
      endcase
      @(posedge clk); #1;
      // the input moves between the edges as well
      if (rng[25]) begin #6 d = ~d; d1 = ~d1; #1 d = ~d; d1 = ~d1; end
    end
    $finish;
  end
endmodule
