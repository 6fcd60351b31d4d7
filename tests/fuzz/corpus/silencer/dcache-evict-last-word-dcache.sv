// Direct-mapped write-back data cache: 16 lines of four 32-bit words.
// One request at a time; write-allocate.
module dcache #(
  parameter int ADDR_W = 16,      // byte address
  parameter int IDX_W  = 4,
  parameter int BEAT_W = 2        // log2(words per line)
) (
  input  logic              clk,
  input  logic              rst_n,

  // CPU requests
  input  logic              req_valid,
  output logic              req_ready,
  input  logic              req_we,
  input  logic [ADDR_W-1:0] req_addr,
  input  logic [3:0]        req_strb,
  input  logic [31:0]       req_wdata,
  output logic              rsp_valid,
  output logic [31:0]       rsp_rdata,

  // write all modified lines to memory
  input  logic              flush_req,
  output logic              flush_done,

  // memory
  output logic              mem_valid,
  input  logic              mem_ready,
  output logic              mem_we,
  output logic [ADDR_W-1:0] mem_addr,
  output logic [31:0]       mem_wdata,
  input  logic              mem_rvalid,
  input  logic [31:0]       mem_rdata
);

  localparam int TAG_W = ADDR_W - IDX_W - BEAT_W - 2;

  // request register
  logic              cur_we;
  logic [TAG_W-1:0]  cur_tag;
  logic [IDX_W-1:0]  cur_idx;
  logic [BEAT_W-1:0] cur_word;
  logic [3:0]        cur_strb;
  logic [31:0]       cur_wdata;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      cur_we    <= 1'b0;
      cur_tag   <= '0;
      cur_idx   <= '0;
      cur_word  <= '0;
      cur_strb  <= '0;
      cur_wdata <= '0;
    end else if (req_valid && req_ready) begin
      cur_we    <= req_we;
      cur_tag   <= req_addr[ADDR_W-1 -: TAG_W];
      cur_idx   <= req_addr[2+BEAT_W +: IDX_W];
      cur_word  <= req_addr[2 +: BEAT_W];
      cur_strb  <= req_strb;
      cur_wdata <= req_wdata;
    end
  end

  logic              line_from_flush;
  logic [IDX_W-1:0]  flush_idx;
 