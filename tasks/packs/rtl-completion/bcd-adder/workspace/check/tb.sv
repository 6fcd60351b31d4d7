module tb;
  logic [15:0] a, b, y;
  logic        carry_in, sub, carry_out, invalid;

  bcd_adder dut (
    .a(a), .b(b), .carry_in(carry_in), .sub(sub), .y(y), .carry_out(carry_out), .invalid(invalid));

  task automatic try(input logic [15:0] ia, input logic [15:0] ib, input logic c, input logic s,
                     input logic [15:0] want, input logic co, input logic inv);
    a = ia; b = ib; carry_in = c; sub = s;
    #1;
    if (y !== want || carry_out !== co || invalid !== inv)
      $error("a %h b %h carry_in %b sub %b: expected y %h carry_out %b invalid %b, got %h %b %b",
             ia, ib, c, s, want, co, inv, y, carry_out, invalid);
  endtask

  initial begin
    try(16'h1999, 16'h0001, 0, 0, 16'h2000, 0, 0);
    try(16'h9999, 16'h9999, 1, 0, 16'h9999, 1, 0);
    try(16'h5000, 16'h0001, 1, 1, 16'h4998, 0, 0);
    try(16'h0003, 16'h0005, 0, 1, 16'h9998, 1, 0);
    try(16'h000a, 16'h0001, 0, 0, 16'h0000, 0, 1);
    $finish;
  end
endmodule
