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
  logic [IDX_W-1:0]  line_idx;
  logic              tag_we;
  logic              tag_dirty;
  logic              tag_from_req;
  logic [TAG_W-1:0]  line_tag;
  logic              line_valid;
  logic              line_dirty;
  logic              hit;
  logic              store_we;
  logic              fill_we;
  logic [BEAT_W-1:0] fill_beat;
  logic [BEAT_W-1:0] mem_beat;
  logic [BEAT_W-1:0] word_sel;
  logic [31:0]       word_data;

  assign line_idx = line_from_flush ? flush_idx : cur_idx;
  assign hit      = line_valid && (line_tag == cur_tag);

  cache_ctrl #(
    .IDX_W  (IDX_W),
    .BEAT_W (BEAT_W)
  ) u_ctrl (
    .clk             (clk),
    .rst_n           (rst_n),
    .req_valid       (req_valid),
    .req_ready       (req_ready),
    .rsp_valid       (rsp_valid),
    .flush_req       (flush_req),
    .flush_done      (flush_done),
    .cur_we          (cur_we),
    .hit             (hit),
    .line_dirty      (line_dirty),
    .line_from_flush (line_from_flush),
    .flush_idx       (flush_idx),
    .tag_we          (tag_we),
    .tag_dirty       (tag_dirty),
    .tag_from_req    (tag_from_req),
    .store_we        (store_we),
    .fill_we         (fill_we),
    .fill_beat       (fill_beat),
    .mem_beat        (mem_beat),
    .mem_valid       (mem_valid),
    .mem_we          (mem_we),
    .mem_ready       (mem_ready),
    .mem_rvalid      (mem_rvalid)
  );

  cache_tags #(
    .IDX_W    (IDX_W),
    .TAG_W    (TAG_W)
  ) u_tags (
    .clk      (clk),
    .rst_n    (rst_n),
    .idx      (line_idx),
    .we       (tag_we),
    .wr_tag   (tag_from_req ? cur_tag : line_tag),
    .wr_dirty (tag_dirty),
    .rd_tag   (line_tag),
    .rd_valid (line_valid),
    .rd_dirty (line_dirty)
  );

  assign word_sel = fill_we ? fill_beat
                  : mem_we  ? mem_beat
                  :           cur_word;

  cache_data #(
    .ADDR_W  (IDX_W + BEAT_W)
  ) u_data (
    .clk     (clk),
    .addr    ({line_idx, word_sel}),
    .we      (fill_we ? 4'hf : (store_we ? cur_strb : 4'h0)),
    .wr_data (fill_we ? mem_rdata : cur_wdata),
    .rd_data (word_data)
  );

  assign rsp_rdata = word_data;
  assign mem_wdata = word_data;
  assign mem_addr  = {mem_we ? line_tag : cur_tag, line_idx, mem_beat, 2'b00};

endmodule
