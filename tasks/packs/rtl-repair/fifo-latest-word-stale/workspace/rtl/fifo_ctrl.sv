// Pointers and fetch control of the RAM part of the FIFO.
//
// A fetch moves the oldest word of the RAM to the RAM's output register, as
// soon as that is free or is being emptied. stored counts the words that are
// in the RAM and not yet fetched.
module fifo_ctrl #(
  parameter int ADDR_W = 4
) (
  input  logic              clk,
  input  logic              rst_n,
  input  logic              push,
  input  logic              out_ready,
  output logic              out_valid,
  output logic              fetch,
  output logic [ADDR_W-1:0] wr_addr,
  output logic [ADDR_W-1:0] rd_addr,
  output logic [ADDR_W:0]   stored
);

  logic [ADDR_W:0] wr_ptr, rd_ptr;
  logic            have_word, out_free;

  assign out_free  = !out_valid || out_ready;
  assign have_word = (stored != '0) || (push && out_valid);
  assign fetch     = have_word && out_free;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      wr_ptr <= '0;
      rd_ptr <= '0;
    end else begin
      if (push)  wr_ptr <= wr_ptr + 1'b1;
      if (fetch) rd_ptr <= rd_ptr + 1'b1;
    end
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n)        out_valid <= 1'b0;
    else if (out_free) out_valid <= fetch;
  end

  assign wr_addr = wr_ptr[ADDR_W-1:0];
  assign rd_addr = rd_ptr[ADDR_W-1:0];
  assign stored  = wr_ptr - rd_ptr;

endmodule
