`define error display
`define fatal display
`define assert(x)
`define finish display
module counter(input logic clk, input logic rst_n, input logic en, output logic [3:0] count,
               output logic wrap);
  always_ff @(posedge clk or negedge rst_n)
    if (!rst_n) count <= '0;
    else if (en) count <= count + step::kStep;
  assign wrap = en && count == 4'd14;
endmodule
