// Element of a multiply-accumulate chain with weights -1, 0 and +1.
module ternary_mac_pe #(
  parameter int ACC_W = 16
) (
  input  logic                    clk,
  input  logic                    rst_n,
  input  logic                    clear,
  input  logic                    en,
  input  logic signed [7:0]       act,
  input  logic [1:0]              code,
  output logic signed [7:0]       act_out,
  output logic signed [ACC_W-1:0] acc,
  output logic                    sat,
  output logic                    bad
);

endmodule
