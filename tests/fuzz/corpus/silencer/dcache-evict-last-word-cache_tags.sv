// Tag store: tag, valid and dirty bit per line.
module cache_tags #(
  parameter int IDX_W = 4,
  parameter int TAG_W = 8
) (
  input  logic             clk,
  input  logic             rst_n,
  input  logic [IDX_W-1:0] idx,
  input  logic             we,
  input  logic [TAG_W-1:0] wr_tag,
  input  logic             wr_dirty,
  output logic [TAG_W-1:0] rd_tag,
  output logic             rd_valid,
  output logic             rd_dirty
);

  localparam int LINES = 1 << IDX_W;

  logic [TAG_W-1:0] tags [LINES];
  logic [LINES-1:0] valid;
  logic [LINES-1:0] dirty;

  assign rd_tag   = tags[idx];
  assign rd_valid = valid[idx];
  assign rd_dirty = valid[idx] && dirty[idx];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid <= '0;
      dirty <= '0;
    end else if (we) begin
      valid[idx] <= 1'b1;
      dirty[idx] <= wr_dirty;
    end
  end

  always_ff @(posedge clk) begin
    if (we) begin
      tags[idx] <= wr_tag;
    end
  end

endmodule
