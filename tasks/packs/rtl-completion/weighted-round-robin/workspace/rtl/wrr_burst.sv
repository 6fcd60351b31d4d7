// Four requesters in turn, each for as many clocks in a row as its weight says.
module wrr_burst (
  input  logic        clk,
  input  logic        rst_n,    // asynchronous, active low
  input  logic        hold,     // no grants, nothing changes
  input  logic [3:0]  req,
  input  logic [15:0] weight,   // four bits each, requester 0 lowest
  output logic [3:0]  grant,
  output logic [1:0]  owner,    // served last
  output logic [3:0]  credit    // grants that it may still have
);

endmodule
