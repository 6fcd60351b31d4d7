module m(output reg [3:0] b);
  integer i;
  initial begin
    for (i = 0; i < 9; i = i + 1) begin if (i == 3) break; b = i; end
  end
endmodule
