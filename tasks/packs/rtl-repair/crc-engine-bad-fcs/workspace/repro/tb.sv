// Sends short frames through an engine with the default parameters and compares
// the running CRC after every word with a bitwise model of CRC-32.
module tb;
  logic        clk = 0, rst_n = 0;
  logic        valid = 0, first = 0, last = 0;
  logic [31:0] data = 0;
  logic [3:0]  keep = 0;
  logic        crc_valid;
  logic [31:0] crc;
  logic [15:0] length;

  always #5 clk = ~clk;

  crc_engine dut (
    .clk(clk), .rst_n(rst_n), .valid(valid), .first(first), .last(last),
    .data(data), .keep(keep), .crc_valid(crc_valid), .crc(crc), .length(length)
  );

  // the usual right-shifting form of CRC-32
  logic [31:0] model;
  int          bytes;
  task automatic model_byte(input logic [7:0] b);
    model = model ^ {24'h0, b};
    repeat (8) model = model[0] ? (model >> 1) ^ 32'hEDB8_8320 : model >> 1;
    bytes = bytes + 1;
  endtask

  task automatic word(input logic f, input logic l, input logic [31:0] d, input logic [3:0] k);
    @(posedge clk); #1;
    valid = 1; first = f; last = l; data = d; keep = k;
    if (f) begin model = '1; bytes = 0; end
    for (int i = 0; i < 4; i++) if (k[i]) model_byte(d[8*i +: 8]);
    @(posedge clk); #1;
    valid = 0; data = '0; keep = '0; first = 0; last = 0;
    @(negedge clk);
    if (crc_valid !== l)           $error("crc_valid: expected %h, got %h", l, crc_valid);
    if (crc !== ~model)            $error("crc: expected %h, got %h", ~model, crc);
    if (length !== bytes[15:0])    $error("length: expected %h, got %h", bytes[15:0], length);
  endtask

  initial begin
    repeat (3) @(posedge clk);
    #1 rst_n = 1;
    // all-zero and all-one frames
    word(1, 0, 32'h0000_0000, 4'hf);
    word(0, 1, 32'hffff_ffff, 4'hf);
    // "123456789": check value cbf43926
    word(1, 0, "4321", 4'hf);
    word(0, 0, "8765", 4'hf);
    word(0, 1, "...9", 4'h1);
    // one word, three bytes
    word(1, 1, 32'h00c0_ffee, 4'h7);
    $finish;
  end
endmodule
