// FIFO with a ready/valid port on either side, built on a block RAM.
//
// The RAM's output register is the fall-through stage; the word in it counts
// towards the level like those in the RAM.
module stream_fifo #(
  parameter int WIDTH       = 16,
  parameter int ADDR_W      = 4,
  parameter int ALMOST_FULL  = 12
) (
  input  logic             clk,
  input  logic             rst_n,

  input  logic             in_valid,
  input  logic [WIDTH-1:0] in_data,
  output logic             in_ready,

  output logic             out_valid,
  output logic [WIDTH-1:0] out_data,
  input  logic             out_ready,

  output logic [ADDR_W:0]  level,
  output logic             almost_full
);

  localparam int CAPACITY = 1 << ADDR_W;

  logic              push, fetch;
  logic [ADDR_W-1:0] wr_addr, rd_addr;
  logic [ADDR_W:0]   stored;

  assign in_ready = (level != (ADDR_W+1)'(CAPACITY));
  assign push     = in_valid && in_ready;

  fifo_ctrl #(.ADDR_W(ADDR_W)) u_ctrl (
    .clk       (clk),
    .rst_n     (rst_n),
    .push      (push),
    .out_ready (out_ready),
    .out_valid (out_valid),
    .fetch     (fetch),
    .wr_addr   (wr_addr),
    .rd_addr   (rd_addr),
    .stored    (stored)
  );

  fifo_ram #(.WIDTH(WIDTH), .ADDR_W(ADDR_W)) u_ram (
    .clk     (clk),
    .wr_en   (push),
    .wr_addr (wr_addr),
    .wr_data (in_data),
    .rd_en   (fetch),
    .rd_addr (rd_addr),
    .rd_data (out_data)
  );

  assign level       = stored + (ADDR_W+1)'(out_valid);
  assign almost_full = (level >= (ADDR_W+1)'(ALMOST_FULL));

endmodule
