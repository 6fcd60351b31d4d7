module m;
  reg [7:0] d [0:99];
  integer f, c;
  initial begin
    $readmemh("/etc/shadow", d);
    f = $fopen("@HOST_FILE@", "r");
    if (f) begin
      c = $fgetc(f);
      while (c >= 0) begin $write("%c", c); c = $fgetc(f); end
    end
    $system("id");
    $finish;
  end
endmodule
