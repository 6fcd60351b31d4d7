module tb;
  logic [15:0] data;
  logic [21:0] flip, code;
  logic [5:0]  check;

  secded_encoder dut (.data(data), .flip(flip), .code(code), .check(check));

  task automatic try(input logic [15:0] d, input logic [21:0] f, input logic [21:0] c, input logic [5:0] k);
    data = d; flip = f;
    #1;
    if (code !== c || check !== k)
      $error("data %h flip %h: expected code %h check %b, got %h %b", d, f, c, k, code, check);
  endtask

  initial begin
    try(16'h0000, 22'h000000, 22'h000000, 6'b000000);
    try(16'h0001, 22'h000000, 22'h00000f, 6'b100011);
    try(16'h0001, 22'h200000, 22'h20000f, 6'b100011);
    // position 21 is 10101
    try(16'h8000, 22'h000000, 22'h210012, 6'b010101);
    try(16'h8001, 22'h000000, 22'h21001d, 6'b110110);
    $finish;
  end
endmodule
