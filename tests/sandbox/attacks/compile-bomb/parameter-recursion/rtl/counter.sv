module counter(input logic clk, input logic rst_n, input logic en, output logic [3:0] count,
               output logic wrap);
  always_ff @(posedge clk or negedge rst_n)
    if (!rst_n) count <= '0;
    else if (en) count <= count + step::kStep;
  assign wrap = en && count == 4'd14;
  deep #(0) d(clk);
endmodule
module deep #(parameter int N = 0)(input logic a);
  deep #(2 * N + 1) left(a);
  deep #(2 * N + 2) right(a);
endmodule
