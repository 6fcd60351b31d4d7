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

  logic signed [8:0]     wide;
  logic signed [8:0]     product;
  logic signed [ACC_W:0] start;
  logic signed [ACC_W:0] sum;
  logic                  over;

  assign wide = {act[7], act};

  always_comb begin
    product = '0;
    if (en && code == 2'b01) product = wide;
    if (en && code == 2'b11) product = -wide;
  end

  assign start = clear ? '0 : {acc[ACC_W-1], acc};
  assign sum   = clear ? '0 : start + product;
  assign over  = sum[ACC_W] ^ sum[ACC_W-1];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      act_out <= '0;
      acc     <= '0;
      sat     <= 1'b0;
      bad     <= 1'b0;
    end else begin
      if (en) act_out <= act;
      acc <= over ? {sum[ACC_W], {(ACC_W-1){~sum[ACC_W]}}} : sum[ACC_W-1:0];
      sat <= (sat & ~clear) | over;
      bad <= (bad & ~clear) | (en & (code == 2'b10));
    end
  end

endmodule
