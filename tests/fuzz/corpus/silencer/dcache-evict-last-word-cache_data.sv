// Data store: one word per cycle, byte write enables, combinational read.
module cache_data #(
  parameter int ADDR_W = 6
) (
  input  logic              clk,
  input  logic [ADDR_W-1:0] addr,
  input  logic [3:0]        we,
  input  logic [31:0]       wr_data,
  output logic [31:0]       rd_data
);

  logic [31:0] mem [1 << ADDR_W];

  assign rd_data = mem[addr];

  always_ff @(posedge clk) begin
    for (int b = 0; b < 4; b++) begin
      if (we[b]) begin
        mem[addr][8*b +: 8] <= wr_data[8*b +: 8];
      end
    end
  end

endmodule
