// Grants that a port may still have in the current round.
//
// reload starts a new round; serve takes one grant off, in the cycle of a
// reload from the new value.
module credit_counter (
  input  logic             clk,
  input  logic             rst_n,
  input  logic             reload,
  input  logic             serve,
  input  wrr_pkg::weight_t weight,
  output logic             has_credit
);

  import wrr_pkg::*;

  logic [2:0] credit;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      credit <= '0;
    end else if (reload) begin
      credit <= weight - weight_t'(serve);
    end else if (serve) begin
      credit <= credit - 1'b1;
    end
  end

  assign has_credit = (credit != '0);

endmodule
