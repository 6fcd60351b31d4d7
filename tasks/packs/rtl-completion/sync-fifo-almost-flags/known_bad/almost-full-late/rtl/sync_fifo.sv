// FIFO of any depth in one clock domain; the oldest word is always on show.
module sync_fifo #(
  parameter int WIDTH  = 8,
  parameter int DEPTH  = 12,
  parameter int MARGIN = 2
) (
  input  logic             clk,
  input  logic             rst,           // synchronous, active high
  input  logic             flush,
  input  logic             clear_errors,
  input  logic             wr_en,
  input  logic [WIDTH-1:0] wr_data,
  input  logic             rd_en,
  output logic [WIDTH-1:0] rd_data,
  output logic             full,
  output logic             empty,
  output logic             almost_full,
  output logic             almost_empty,
  output logic [6:0]       level,
  output logic             overflow,
  output logic             underflow
);

  localparam logic [5:0] LAST = DEPTH - 1;

  logic [WIDTH-1:0] mem [0:DEPTH-1];
  logic [5:0]       wr_ptr, rd_ptr;
  logic             push, pop;

  assign push = wr_en && !full;
  assign pop  = rd_en && !empty;

  assign rd_data      = mem[rd_ptr];
  assign full         = level == DEPTH;
  assign empty        = level == 7'd0;
  assign almost_full  = level > DEPTH - MARGIN;
  assign almost_empty = level <= MARGIN;

  always_ff @(posedge clk) begin
    if (push) mem[wr_ptr] <= wr_data;
  end

  always_ff @(posedge clk) begin
    if (rst || flush) begin
      wr_ptr <= 6'd0;
      rd_ptr <= 6'd0;
      level  <= 7'd0;
    end else begin
      if (push) wr_ptr <= (wr_ptr == LAST) ? 6'd0 : wr_ptr + 6'd1;
      if (pop)  rd_ptr <= (rd_ptr == LAST) ? 6'd0 : rd_ptr + 6'd1;
      level <= level + {6'd0, push} - {6'd0, pop};
    end
  end

  always_ff @(posedge clk) begin
    if (clear_errors || rst) begin
      overflow  <= 1'b0;
      underflow <= 1'b0;
    end
    if (!rst && !flush) begin
      if (wr_en && full)  overflow  <= 1'b1;
      if (rd_en && empty) underflow <= 1'b1;
    end
  end

endmodule
