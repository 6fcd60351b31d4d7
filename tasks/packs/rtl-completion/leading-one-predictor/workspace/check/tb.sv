module tb;
  logic [15:0] a = 0, b = 0, diff, shifted, norm;
  logic sign, zero, fix;
  logic [3:0] pred;

  lead_predict dut (
    .a(a), .b(b), .sign(sign), .zero(zero), .pred(pred), .diff(diff), .shifted(shifted), .fix(fix),
    .norm(norm));

  task automatic put(input logic [15:0] x, input logic [15:0] y, input logic [3:0] p,
                     input logic [15:0] d, input logic [15:0] sh, input logic f, input logic [15:0] n);
    a = x; b = y; #5;
    if ({sign, zero, pred, diff, shifted, fix, norm} !== {1'b0, x == y, p, d, sh, f, n})
      $error("%h - %h: sign %b zero %b pred %0d diff %h shifted %h fix %b norm %h", a, b, sign, zero, pred, diff, shifted, fix, norm);
    if (x != y) begin
      a = y; b = x; #5;
      if ({sign, zero, pred, diff, shifted, fix, norm} !== {2'b10, p, d, sh, f, n})
        $error("%h - %h: sign %b zero %b pred %0d diff %h shifted %h fix %b norm %h", a, b, sign, zero, pred, diff, shifted, fix, norm);
    end
  endtask

  initial begin
    put(16'h0100, 16'h00ff, 0, 16'h0001, 16'h8000, 0, 16'h8000);
    put(16'h0010, 16'h0001, 4, 16'h000f, 16'h7800, 1, 16'hf000);
    put(16'h0018, 16'h000c, 4, 16'h000c, 16'h6000, 1, 16'hc000);
    put(16'h8000, 16'h0000, 15, 16'h8000, 16'h8000, 0, 16'h8000);
    put(16'h1234, 16'h1234, 0, 16'h0000, 16'h0000, 0, 16'h0000);
    $finish;
  end
endmodule
