module tb;
  logic       clk = 0, rst = 1, load = 0, en = 0, down = 0;
  logic [7:0] load_value = 0;
  logic [7:0] count, count1;
  logic       wrap, at_end, wrap1, at_end1;

  always #5 clk = ~clk;

  modulo_counter dut (
    .clk(clk), .rst(rst), .load(load), .load_value(load_value), .en(en), .down(down),
    .count(count), .wrap(wrap), .at_end(at_end)
  );
  modulo_counter #(.MODULO(256)) dut1 (
    .clk(clk), .rst(rst), .load(load), .load_value(load_value), .en(en), .down(down),
    .count(count1), .wrap(wrap1), .at_end(at_end1)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  task automatic run(input int n);
    repeat (n) @(posedge clk);
    #1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    run(2);
    rst = 0; en = 1;
    run(130);
    down = 1;
    run(130);
    rst = 1; load = 1; load_value = 8'd17;
    run(1);
    rst = 0;
    for (int v = 54; v < 66; v++) begin load = 1; load_value = v; run(1); load = 0; run(2); end
    for (int v = 0; v < 4; v++) begin load = 1; load_value = v; run(1); load = 0; run(5); end
    down = 0;
    for (int v = 56; v < 61; v++) begin load = 1; load_value = v; run(1); load = 0; run(4); end
    for (int v = 252; v < 256; v++) begin load = 1; load_value = v; run(1); load = 0; run(5); end
    // to and fro over the end, with pauses
    load = 1; load_value = 8'd59; run(1); load = 0;
    repeat (60) begin roll; down = rng[0]; en = rng[1] | rng[2]; run(1); end
    load = 1; load_value = 8'd255; run(1); load = 0;
    repeat (60) begin roll; down = rng[0]; en = rng[1] | rng[2]; run(1); end
    // a load and a reset just when it would wrap
    load = 1; load_value = 8'd59; down = 0; en = 1; run(1); load_value = 8'd7; run(2);
    load = 0; rst = 1; run(1); rst = 0; down = 1; run(1); rst = 1; run(1); rst = 0;
    repeat (2500) begin
      roll;
      rst  = (rng[31:25] == 0);
      load = (rng[24:20] == 0);
      load_value = rng[19] ? rng[15:8] : (rng[18] ? 8'd58 : 8'd255) + {6'd0, rng[9:8]};
      en   = (rng[17:16] != 0);
      if (rng[7:3] == 0) down = rng[2];
      run(1);
    end
    $finish;
  end
endmodule
