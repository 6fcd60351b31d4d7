// Simple dual-port RAM without reset. Two clocks from raddr to rdata (array
// register and output register). A read of the word that is being written
// returns the old content.
module hist_ram #(
  parameter int DEPTH  = 64,
  parameter int DATA_W = 12
) (
  input  logic                     clk,
  input  logic                     we,
  input  logic [$clog2(DEPTH)-1:0] waddr,
  input  logic [DATA_W-1:0]        wdata,
  input  logic [$clog2(DEPTH)-1:0] raddr,
  output logic [DATA_W-1:0]        rdata
);

  logic [DATA_W-1:0] mem [DEPTH];
  logic [DATA_W-1:0] array_q;

  always_ff @(posedge clk) begin
    if (we) mem[waddr] <= wdata;
    array_q <= mem[raddr];
    rdata   <= array_q;
  end

endmodule
