// Binary to Gray, Gray to binary, and the distance of two codes.
module gray_converter #(
  parameter int WIDTH = 8
) (
  input  logic [WIDTH-1:0] bin_in,
  output logic [WIDTH-1:0] gray_out,
  input  logic [WIDTH-1:0] gray_in,
  output logic [WIDTH-1:0] bin_out,
  input  logic [WIDTH-1:0] gray_prev,
  output logic             one_step     // gray_in and gray_prev differ in exactly one bit
);

  assign gray_out = bin_in ^ (bin_in >> 1);

  always_comb begin
    for (int i = 0; i < WIDTH; i++) bin_out[i] = ^(gray_in >> i);
  end

  logic [WIDTH-1:0] moved;
  assign moved    = gray_in ^ gray_prev;
  assign one_step = ^moved;

endmodule
