// FIFO between two clock domains; pointers cross in Gray code.
module async_fifo #(
  parameter int WIDTH = 8,
  parameter int LOG2  = 3
) (
  input  logic             wr_clk,
  input  logic             wr_rst_n,   // asynchronous, active low
  input  logic             wr_en,
  input  logic [WIDTH-1:0] wr_data,
  output logic             wr_full,
  output logic [LOG2:0]    wr_level,
  output logic [LOG2:0]    wr_gray,    // write pointer, as it crosses
  input  logic             rd_clk,
  input  logic             rd_rst_n,   // asynchronous, active low
  input  logic             rd_en,
  output logic [WIDTH-1:0] rd_data,
  output logic             rd_empty,
  output logic [LOG2:0]    rd_level,
  output logic [LOG2:0]    rd_gray     // read pointer, as it crosses
);

  logic [WIDTH-1:0] mem [0:(1<<LOG2)-1];

  logic [LOG2:0] wr_bin, wr_next, rd_meta, rd_sync, rd_seen;
  logic [LOG2:0] rd_bin, rd_next, wr_meta, wr_sync, wr_seen;

  // Gray to binary: each bit is the parity of the bits from it upwards
  for (genvar i = 0; i <= LOG2; i++) begin : g_binary
    assign rd_seen[i] = ^(rd_sync >> i);
    assign wr_seen[i] = ^(wr_sync >> i);
  end

  // write side
  assign wr_level = wr_bin - rd_seen;
  assign wr_full  = wr_level[LOG2];
  assign wr_next  = wr_bin + 1'b1;

  always_ff @(posedge wr_clk) begin
    if (wr_en && !wr_full) mem[wr_bin[LOG2-1:0]] <= wr_data;
  end

  always_ff @(posedge wr_clk or negedge wr_rst_n) begin
    if (!wr_rst_n) begin
      wr_bin  <= '0;
      wr_gray <= '0;
      rd_meta <= '0;
      rd_sync <= '0;
    end else begin
      rd_meta <= rd_gray;
      rd_sync <= rd_meta;
      if (wr_en && !wr_full) begin
        wr_bin  <= wr_next;
        wr_gray <= wr_bin ^ (wr_bin >> 1);
      end
    end
  end

  // read side
  assign rd_level = wr_seen - rd_bin;
  assign rd_empty = rd_level == '0;
  assign rd_data  = mem[rd_bin[LOG2-1:0]];
  assign rd_next  = rd_bin + 1'b1;

  always_ff @(posedge rd_clk or negedge rd_rst_n) begin
    if (!rd_rst_n) begin
      rd_bin  <= '0;
      rd_gray <= '0;
      wr_meta <= '0;
      wr_sync <= '0;
    end else begin
      wr_meta <= wr_gray;
      wr_sync <= wr_meta;
      if (rd_en && !rd_empty) begin
        rd_bin  <= rd_next;
        rd_gray <= rd_next ^ (rd_next >> 1);
      end
    end
  end

endmodule
