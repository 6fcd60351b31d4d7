module tb;
  logic [31:0] data, y;
  logic [2:0]  mode;

  bit_byte_reverser dut (.data(data), .mode(mode), .y(y));

  task automatic try(input logic [2:0] m, input logic [31:0] want);
    mode = m;
    #1;
    if (y !== want) $error("mode %b: expected %h, got %h", m, want, y);
  endtask

  initial begin
    data = 32'h12345601;
    try(3'b000, 32'h12345601);
    try(3'b001, 32'h482c6a80);
    try(3'b010, 32'h34120156);
    try(3'b100, 32'h56011234);
    try(3'b111, 32'h806a2c48);
    $finish;
  end
endmodule
