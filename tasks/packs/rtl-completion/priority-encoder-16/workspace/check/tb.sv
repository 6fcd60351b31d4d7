module tb;
  logic [15:0] request, mask, grant;
  logic        high_first, valid, more;
  logic [3:0]  index;

  priority_encoder dut (
    .request(request), .mask(mask), .high_first(high_first),
    .valid(valid), .index(index), .grant(grant), .more(more));

  task automatic try(input logic [15:0] r, input logic [15:0] m, input logic h,
                     input logic v, input logic [3:0] i, input logic [15:0] g, input logic mo);
    request = r; mask = m; high_first = h;
    #1;
    if (valid !== v || index !== i || grant !== g || more !== mo)
      $error("request %h mask %h high_first %b: expected valid %b index %0d grant %h more %b, got %b %0d %h %b",
             r, m, h, v, i, g, mo, valid, index, grant, more);
  endtask

  initial begin
    try(16'h0050, 16'hffff, 0, 1, 4, 16'h0010, 1);
    try(16'h0050, 16'hffff, 1, 1, 6, 16'h0040, 1);
    try(16'h8001, 16'h7fff, 1, 1, 0, 16'h0001, 0);
    try(16'h8001, 16'h0ff0, 1, 0, 0, 16'h0000, 0);
    $finish;
  end
endmodule
