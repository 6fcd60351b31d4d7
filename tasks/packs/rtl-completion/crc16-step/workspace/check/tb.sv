module tb;
  logic [15:0] crc, next_a, sent_a, next_b, sent_b;
  logic [7:0]  data;
  logic        lsb_first, half;

  crc16_step dut_a (
    .crc(crc), .data(data), .lsb_first(lsb_first), .half(half), .crc_next(next_a), .crc_sent(sent_a));
  crc16_step #(.XOR_OUT(16'hffff)) dut_b (
    .crc(crc), .data(data), .lsb_first(lsb_first), .half(half), .crc_next(next_b), .crc_sent(sent_b));

  initial begin
    half = 0;
    for (int order = 0; order < 2; order++) begin
      lsb_first = order[0];
      crc = 16'hffff;
      for (int i = 1; i <= 9; i++) begin
        data = 8'h30 + i[7:0];
        #1;
        crc = order ? next_b : next_a;
        #1;
      end
      if (order == 0 && sent_a !== 16'h29b1) $error("lsb_first 0: expected crc_sent 29b1, got %h", sent_a);
      if (order == 1 && sent_b !== 16'h906e) $error("lsb_first 1: expected crc_sent 906e, got %h", sent_b);
    end
    lsb_first = 0; half = 1; crc = 16'h8000; data = 8'h00;
    #1;
    if (next_a !== 16'h8108) $error("half: expected crc_next 8108, got %h", next_a);
    $finish;
  end
endmodule
