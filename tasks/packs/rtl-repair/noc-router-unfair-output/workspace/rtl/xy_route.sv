// Dimension-ordered routing: first along x, then along y.
// Ports: 0 local, 1 north (y+1), 2 east (x+1), 3 south (y-1), 4 west (x-1).
module xy_route (
  input  logic [3:0] my_x,
  input  logic [3:0] my_y,
  input  logic [3:0] dst_x,
  input  logic [3:0] dst_y,
  output logic [4:0] route     // one-hot
);

  always_comb begin
    if (dst_x > my_x)      route = 5'b00100;
    else if (dst_x < my_x) route = 5'b10000;
    else if (dst_y > my_y) route = 5'b00010;
    else if (dst_y < my_y) route = 5'b01000;
    else                   route = 5'b00001;
  end

endmodule
