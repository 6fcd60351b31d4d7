module tb;
  logic [14:0] therm, corrected;
  logic        correct, bubble, repaired;
  logic [3:0]  code;

  thermometer_decoder dut (
    .therm(therm), .correct(correct), .code(code), .corrected(corrected), .bubble(bubble), .repaired(repaired));

  task automatic try(input logic [14:0] t, input logic c, input logic [14:0] want,
                     input logic [3:0] n, input logic b, input logic r);
    therm = t; correct = c;
    #1;
    if (corrected !== want || code !== n || bubble !== b || repaired !== r)
      $error("therm %b correct %b: expected %b code %0d bubble %b repaired %b, got %b %0d %b %b",
             t, c, want, n, b, r, corrected, code, bubble, repaired);
  endtask

  initial begin
    try(15'b000_0000_0001_1111, 1, 15'b000_0000_0001_1111, 5, 0, 0);
    try(15'b000_0000_0101_1111, 0, 15'b000_0000_0101_1111, 5, 1, 0);
    try(15'b000_0000_0101_1111, 1, 15'b000_0000_0011_1111, 6, 1, 1);
    try(15'b000_0110_0000_0111, 1, 15'b000_0110_0000_0111, 3, 1, 0);
    $finish;
  end
endmodule
