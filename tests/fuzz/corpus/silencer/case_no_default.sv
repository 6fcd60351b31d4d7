module m(input [1:0] s, output reg b);
  always @* casez (s) 2'b0?: b = 1; 2'b00: b = 0; endcase
endmodule
