// AXI4-Lite read channels: the answer is registered; a new address is taken
// while there is none or in the cycle in which it is taken.
module axil_read #(
  parameter int ADDR_W = 6
) (
  input  logic              clk,
  input  logic              rst_n,

  input  logic              arvalid,
  output logic              arready,
  input  logic [ADDR_W-1:0] araddr,
  output logic              rvalid,
  input  logic              rready,
  output logic [31:0]       rdata,
  output logic [1:0]        rresp,

  output logic [ADDR_W-1:0] rd_addr,
  input  logic [31:0]       rd_data,
  input  logic              rd_error
);

  assign arready = !rvalid || rready;
  assign rd_addr = araddr;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      rvalid <= 1'b0;
      rdata  <= '0;
      rresp  <= 2'b00;
    end else if (arready) begin
      rvalid <= arvalid;
      if (arvalid) begin
        rdata <= rd_data;
        rresp <= rd_error ? 2'b10 : 2'b00;
      end
    end
  end

endmodule
