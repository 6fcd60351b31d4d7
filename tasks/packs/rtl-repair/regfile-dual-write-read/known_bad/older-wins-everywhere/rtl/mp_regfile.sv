// Multi-port register file for a dual-issue pipeline.
//
// Three combinational read ports and two synchronous write ports with byte
// enables.  A write is visible on the read ports in the cycle in which it is
// presented (write-through), so the issue stage needs no bypass network of
// its own.  Register 0 reads as zero.
module mp_regfile #(
  parameter int DATA_W   = 32,
  parameter int NUM_REGS = 32,
  parameter int NUM_RD   = 3,
  parameter int ADDR_W   = $clog2(NUM_REGS),   // derived
  parameter int BYTES    = DATA_W / 8          // derived
) (
  input  logic                           clk,
  input  logic                           rst_n,

  // write port 0 (older instruction of the pair)
  input  logic                           wr0_en,
  input  logic [ADDR_W-1:0]              wr0_addr,
  input  logic [BYTES-1:0]               wr0_be,
  input  logic [DATA_W-1:0]              wr0_data,

  // write port 1 (younger instruction of the pair)
  input  logic                           wr1_en,
  input  logic [ADDR_W-1:0]              wr1_addr,
  input  logic [BYTES-1:0]               wr1_be,
  input  logic [DATA_W-1:0]              wr1_data,

  // read ports, packed
  input  logic [NUM_RD-1:0][ADDR_W-1:0]  rd_addr,
  output logic [NUM_RD-1:0][DATA_W-1:0]  rd_data
);

  logic [DATA_W-1:0] regs [NUM_REGS];

  // -------------------------------------------------------------------------
  // Write side
  // -------------------------------------------------------------------------
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      for (int i = 0; i < NUM_REGS; i++) begin
        regs[i] <= '0;
      end
    end else begin
      for (int b = 0; b < BYTES; b++) begin
        if (wr1_en && wr1_be[b]) begin
          regs[wr1_addr][8*b +: 8] <= wr1_data[8*b +: 8];
        end
        if (wr0_en && wr0_be[b]) begin
          regs[wr0_addr][8*b +: 8] <= wr0_data[8*b +: 8];
        end
      end
    end
  end

  // -------------------------------------------------------------------------
  // Read side: array value merged byte by byte with the writes of this cycle
  // -------------------------------------------------------------------------
  for (genvar r = 0; r < NUM_RD; r++) begin : g_read
    logic              match0;
    logic              match1;
    logic [DATA_W-1:0] stored;
    logic [DATA_W-1:0] merged;

    assign match0 = wr0_en && (wr0_addr == rd_addr[r]);
    assign match1 = wr1_en && (wr1_addr == rd_addr[r]);
    assign stored = regs[rd_addr[r]];

    for (genvar b = 0; b < BYTES; b++) begin : g_byte
      assign merged[8*b +: 8] = (match0 && wr0_be[b]) ? wr0_data[8*b +: 8]
                              : (match1 && wr1_be[b]) ? wr1_data[8*b +: 8]
                              :                         stored[8*b +: 8];
    end

    assign rd_data[r] = (rd_addr[r] == '0) ? '0 : merged;
  end

endmodule
