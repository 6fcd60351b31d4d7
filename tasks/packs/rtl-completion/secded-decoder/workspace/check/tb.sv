module tb;
  logic [21:0] code;
  logic        enable, corrected, fatal;
  logic [15:0] data;
  logic [4:0]  position, syndrome;

  secded_decoder dut (
    .code(code), .enable(enable), .data(data), .corrected(corrected), .fatal(fatal),
    .position(position), .syndrome(syndrome));

  task automatic try(input logic [21:0] c, input logic e, input logic [15:0] d,
                     input logic k, input logic [4:0] p, input logic f, input logic [4:0] s);
    code = c; enable = e;
    #1;
    if (data !== d || corrected !== k || position !== p || fatal !== f || syndrome !== s)
      $error("code %h enable %b: expected %h corrected %b position %0d fatal %b syndrome %0d, got %h %b %0d %b %0d",
             c, e, d, k, p, f, s, data, corrected, position, fatal, syndrome);
  endtask

  initial begin
    try(22'h00000f, 1, 16'h0001, 0, 0, 0, 0);
    try(22'h000007, 1, 16'h0001, 1, 3, 0, 3);
    try(22'h000007, 0, 16'h0000, 1, 3, 0, 3);
    try(22'h00000e, 1, 16'h0001, 1, 0, 0, 0);
    try(22'h20000e, 1, 16'h8001, 0, 0, 1, 21);
    $finish;
  end
endmodule
