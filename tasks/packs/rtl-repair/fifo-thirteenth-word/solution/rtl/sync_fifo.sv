// Synchronous FIFO for any depth of two or more.
//
// FWFT = 1: first-word fall-through, the oldest word is on rd_data whenever
//           the FIFO is not empty and rd_en takes it.
// FWFT = 0: rd_en asks for the oldest word, which is on rd_data in the
//           following cycle.
module sync_fifo #(
  parameter int WIDTH       = 8,
  parameter int DEPTH       = 12,
  parameter int ALMOST_FULL = DEPTH - 2,
  parameter bit FWFT        = 1'b1
) (
  input  logic               clk,
  input  logic               rst_n,

  input  logic               wr_en,
  input  logic [WIDTH-1:0]   wr_data,
  output logic               full,
  output logic               almost_full,

  input  logic               rd_en,
  output logic [WIDTH-1:0]   rd_data,
  output logic               rd_valid,
  output logic               empty,

  output logic [$clog2(DEPTH+1)-1:0] level
);

  localparam int PTR_W   = $clog2(DEPTH);
  localparam int LEVEL_W = $clog2(DEPTH + 1);

  logic [WIDTH-1:0] mem [0:DEPTH-1];
  logic [PTR_W-1:0] wr_ptr, rd_ptr;
  logic             do_write, do_read;

  // The depth need not be a power of two, so the pointers wrap explicitly.
  function automatic logic [PTR_W-1:0] next_ptr(input logic [PTR_W-1:0] ptr);
    if (ptr == PTR_W'(DEPTH - 1)) next_ptr = '0;
    else                          next_ptr = ptr + 1'b1;
  endfunction

  assign do_write = wr_en && !full;
  assign do_read  = rd_en && !empty;

  always_ff @(posedge clk) begin
    if (!rst_n) begin
      wr_ptr <= '0;
      rd_ptr <= '0;
    end else begin
      if (do_write) wr_ptr <= next_ptr(wr_ptr);
      if (do_read)  rd_ptr <= next_ptr(rd_ptr);
    end
  end

  always_ff @(posedge clk) begin
    if (do_write) mem[wr_ptr] <= wr_data;
  end

  // Occupancy: unchanged when a word comes in while another goes out.
  always_ff @(posedge clk) begin
    if (!rst_n) begin
      level <= '0;
    end else if (do_write && !do_read) begin
      level <= level + 1'b1;
    end else if (do_read && !do_write) begin
      level <= level - 1'b1;
    end
  end

  assign full        = (level == LEVEL_W'(DEPTH));
  assign empty       = (level == '0);
  assign almost_full = (level >= LEVEL_W'(ALMOST_FULL));

  generate
    if (FWFT) begin : g_fwft
      assign rd_data  = mem[rd_ptr];
      assign rd_valid = !empty;
    end else begin : g_registered
      always_ff @(posedge clk) begin
        if (!rst_n) begin
          rd_data  <= '0;
          rd_valid <= 1'b0;
        end else begin
          rd_valid <= do_read;
          if (do_read) rd_data <= mem[rd_ptr];
        end
      end
    end
  endgenerate

endmodule
