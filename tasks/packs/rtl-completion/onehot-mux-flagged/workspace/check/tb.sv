module tb;
  logic [5:0]  sel;
  logic [47:0] data;
  logic [7:0]  y;
  logic        err_none, err_multi;

  onehot_mux dut (.sel(sel), .data(data), .y(y), .err_none(err_none), .err_multi(err_multi));

  task automatic try(input logic [5:0] s, input logic [7:0] want, input logic none, input logic multi);
    sel = s;
    #1;
    if (y !== want || err_none !== none || err_multi !== multi)
      $error("sel %b: expected y %h none %b multi %b, got %h %b %b", s, want, none, multi, y, err_none, err_multi);
  endtask

  initial begin
    data = 48'h20_11_08_04_02_81;
    try(6'b000001, 8'h81, 0, 0);
    try(6'b100000, 8'h20, 0, 0);
    try(6'b010010, 8'h13, 0, 1);
    try(6'b000000, 8'h00, 1, 0);
    $finish;
  end
endmodule
