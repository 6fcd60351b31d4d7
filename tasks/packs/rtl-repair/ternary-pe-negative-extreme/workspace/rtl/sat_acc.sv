// Saturating accumulator. sat_o tells that a value since the last load was
// limited.
module sat_acc #(
  parameter int IN_W  = 13,
  parameter int ACC_W = 16
) (
  input  logic                    clk,
  input  logic                    rst_n,
  input  logic                    valid_i,
  input  logic                    load_i,     // start from zero
  input  logic signed [IN_W-1:0]  add_i,
  output logic signed [ACC_W-1:0] acc_o,
  output logic                    sat_o
);

  localparam logic signed [ACC_W-1:0] MAX = {1'b0, {(ACC_W-1){1'b1}}};
  localparam logic signed [ACC_W-1:0] MIN = {1'b1, {(ACC_W-1){1'b0}}};

  logic signed [ACC_W-1:0] base;
  logic signed [ACC_W:0]   sum;
  logic                    over;

  assign base = load_i ? '0 : acc_o;
  assign sum  = {base[ACC_W-1], base} + {{(ACC_W+1-IN_W){add_i[IN_W-1]}}, add_i};
  assign over = sum[ACC_W] ^ sum[ACC_W-1];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      acc_o <= '0;
      sat_o <= 1'b0;
    end else if (valid_i) begin
      if (over) acc_o <= sum[ACC_W] ? MIN : MAX;
      else      acc_o <= sum[ACC_W-1:0];
      sat_o <= over | (sat_o & ~load_i);
    end
  end

endmodule
