module tb;
  logic clk = 0, rst_n = 0, prog_we = 0, start = 0, busy, done, error, out_valid, out_ready = 1;
  logic [3:0] prog_addr = 0, pc;
  logic [15:0] prog_data = 0;
  logic [1:0] depth, out_tag;
  logic [11:0] out_addr;
  logic [15:0] words [0:15];

  always #5 clk = ~clk;

  loop_sequencer dut (
    .clk(clk), .rst_n(rst_n), .prog_we(prog_we), .prog_addr(prog_addr), .prog_data(prog_data),
    .start(start), .busy(busy), .done(done), .error(error), .pc(pc), .depth(depth),
    .out_valid(out_valid), .out_ready(out_ready), .out_addr(out_addr), .out_tag(out_tag));

  logic [31:0] s;

  function automatic logic [31:0] xs32(input logic [31:0] v);
    logic [31:0] t;
    t = v;
    t = t ^ (t << 13);
    t = t ^ (t >> 17);
    t = t ^ (t << 5);
    return t;
  endfunction

  // one clock on; inputs change just after the rising edge
  task automatic step;
    @(posedge clk); #1;
    s = xs32(s);
  endtask

  // a reset ends what runs, so that the program may be written
  task automatic load(input logic reset);
    if (reset) begin
      step(); start = 0; rst_n = 0;
      step(); rst_n = 1;
    end
    for (int i = 0; i < 16; i++) begin
      step(); prog_we = 1; prog_addr = i[3:0]; prog_data = words[i];
    end
    step(); prog_we = 0; prog_data = s[15:0]; prog_addr = s[19:16];
  endtask

  task automatic run(input int clocks, input logic stalls);
    step(); start = 1;
    step(); start = 0;
    for (int k = 0; k < clocks; k++) begin
      step();
      out_ready = ~stalls | s[3];
      start     = s[9:4] == 0;
    end
    start = 0; out_ready = 1;
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", s)) s = 1;
    s = s * 32'h9E3779B9 + 32'h0F1E2D3;
    for (int i = 0; i < 16; i++) words[i] = 16'h0000;
    repeat (3) step();
    rst_n = 1;
    // three nested loops and all registers
    words[0] = 16'h30F0; words[1] = 16'h1002; words[2] = 16'h1001; words[3] = 16'h1003; words[4] = 16'h5101; words[5] = 16'h56FF;
    words[6] = 16'h2000; words[7] = 16'h487F; words[8] = 16'h5A00; words[9] = 16'h2000; words[10] = 16'h4C80; words[11] = 16'h5F80;
    words[12] = 16'h2000; words[13] = 16'h3EAA; words[14] = 16'h5C01; words[15] = 16'h0000;
    load(1); run(150, 0); load(1); run(200, 1);
    // the registers keep their values
    words[0] = 16'h5001; words[1] = 16'h5502; words[2] = 16'h5A03; words[3] = 16'h5F04; words[4] = 16'h0000;
    load(0); run(10, 0); run(12, 1); run(10, 0);
    // pc goes round: a loop opened at 15
    words[0] = 16'h5101; words[1] = 16'h2000; words[2] = 16'h0000;
    for (int i = 3; i < 15; i++) words[i] = 16'h0000;
    load(1); run(5, 0);
    words[0] = 16'h1000; words[1] = 16'h1001; words[2] = 16'h5201; words[3] = 16'h2000; words[4] = 16'h2000;
    for (int i = 5; i < 15; i++) words[i] = 16'h4401;
    words[15] = 16'h1001;
    load(1); run(150, 0);
    // four levels, END without LOOP, unknown operation
    words[0] = 16'h1001; words[1] = 16'h1001; words[2] = 16'h1000; words[3] = 16'h1000;
    load(1); run(10, 0); run(10, 0);
    words[0] = 16'h1000; words[1] = 16'h2000; words[2] = 16'h5001; words[3] = 16'h2000;
    load(1); run(10, 0); run(10, 1);
    for (int o = 6; o < 16; o++) begin
      words[0] = 16'h1005; words[1] = 16'h3411; words[2] = {o[3:0], 12'h455}; words[3] = 16'h0000;
      load(o[0]); run(8, 0);
    end
    // a long count
    words[0] = 16'h10FF; words[1] = 16'h2000; words[2] = 16'h0000;
    load(1); run(520, 0);
    for (int p = 0; p < 22; p++) begin
      for (int i = 0; i < 16; i++) begin
        s = xs32(s);
        words[i] = s[15:0];
        words[i][15:12] = (s[18:16] > 5) ? 4'd5 : {1'b0, s[18:16]};
        if (s[18:16] == 0 && s[19]) words[i][15:12] = 4'd2;
        if (words[i][15:12] == 4'd1) words[i][7:0] = {6'd0, s[1:0]};
      end
      load(1); run(70, p[0]); run(20, 0);
    end
    step();
    $finish;
  end
endmodule
