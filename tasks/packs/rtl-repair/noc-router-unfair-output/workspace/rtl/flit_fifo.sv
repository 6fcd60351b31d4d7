// Input buffer of a router port; the oldest flit is visible at the output.
module flit_fifo #(
  parameter int WIDTH = 18,
  parameter int DEPTH = 4,
  parameter int PTR_W = $clog2(DEPTH)    // derived
) (
  input  logic             clk,
  input  logic             rst_n,
  input  logic             in_valid,
  output logic             in_ready,
  input  logic [WIDTH-1:0] in_flit,
  output logic             out_valid,
  output logic [WIDTH-1:0] out_flit,
  input  logic             pop
);

  logic [WIDTH-1:0] mem [DEPTH];
  logic [PTR_W:0]   wptr;
  logic [PTR_W:0]   rptr;
  logic [PTR_W:0]   level;

  assign level     = wptr - rptr;
  assign in_ready  = !level[PTR_W];
  assign out_valid = (level != '0);
  assign out_flit  = mem[rptr[PTR_W-1:0]];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      wptr <= '0;
      rptr <= '0;
    end else begin
      if (in_valid && in_ready) wptr <= wptr + 1'b1;
      if (pop && out_valid)     rptr <= rptr + 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    if (in_valid && in_ready) mem[wptr[PTR_W-1:0]] <= in_flit;
  end

endmodule
