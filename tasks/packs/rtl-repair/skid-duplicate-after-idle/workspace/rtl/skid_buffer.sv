// Register slice with both directions registered: out_valid and out_data come
// from the output register, in_ready from the state of the skid register,
// which takes the word that arrives in the cycle in which the output stalls.
module skid_buffer #(
  parameter int WIDTH = 8
) (
  input  logic             clk,
  input  logic             rst_n,

  input  logic             in_valid,
  output logic             in_ready,
  input  logic [WIDTH-1:0] in_data,

  output logic             out_valid,
  input  logic             out_ready,
  output logic [WIDTH-1:0] out_data
);

  logic             skid_valid;
  logic [WIDTH-1:0] skid_data;
  logic             accept;    // a word enters
  logic             advance;   // the output register can be loaded

  assign in_ready = !skid_valid;
  assign accept   = in_valid && in_ready;
  assign advance  = !out_valid || out_ready;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      skid_valid <= 1'b0;
      skid_data  <= '0;
    end else if (accept && !out_ready) begin
      skid_valid <= 1'b1;
      skid_data  <= in_data;
    end else if (out_ready) begin
      skid_valid <= 1'b0;
    end
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      out_valid <= 1'b0;
      out_data  <= '0;
    end else if (advance) begin
      out_valid <= skid_valid || accept;
      out_data  <= skid_valid ? skid_data : in_data;
    end
  end

endmodule
