// Sends each token to the two best experts that have room.
module moe_router (
  input  logic        clk,
  input  logic        rst,
  input  logic        new_batch,
  input  logic [3:0]  capacity,
  input  logic        in_valid,
  input  logic [7:0]  enable,
  input  logic [63:0] scores,
  output logic        out_valid,
  output logic [1:0]  out_count,
  output logic [2:0]  out_first,
  output logic [2:0]  out_second,
  output logic [7:0]  out_gap,
  output logic [31:0] loads
);

endmodule
