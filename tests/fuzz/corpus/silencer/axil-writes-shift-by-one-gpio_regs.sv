// Register bank.
//
//   0x00  ID          read only
//   0x04  CTRL        read/write
//   0x08  SCRATCH     read/write
//   0x0C  GPIO_OUT    read/write
//   0x10  GPIO_IN     read only
//   0x14  IRQ_STATUS  one bit per event, write 1 to clear; an event wins
//   0x18  IRQ_ENABLE  read/write, bits 7:0
//   0x1C and up: reserved, an error on access
module gpio_regs #(
  parameter int          ADDR_W   = 6,
  parameter logic [31:0] ID_VALUE = 32'h6710_0104
) (
  input  logic              clk,
  input  logic              rst_n,

  input  logic              wr_en,
  input  logic [ADDR_W-1:0] wr_addr,
  input  logic [31:0]       wr_data,
  input  logic [3:0]        wr_strb,
  output logic              wr_error,
  input  logic [ADDR_W-1:0] rd_addr,
  output logic [31:0]       rd_data,
  output logic              rd_error,

  input  logic [31:0]       gpio_in,
  input  logic [7:0]        events,
  output logic [31:0]       ctrl,
  output logic [31:0]       gpio_out,
  output logic              irq
);

  localparam int WORD_W = ADDR_W - 2;

  localparam logic [WORD_W-1:0] REG_ID         = 0;
  localparam logic [WORD_W-1:0] REG_CTRL       = 1;
  localparam logic [WORD_W-1:0] REG_SCRATCH    = 2;
  localparam logic [WORD_W-1:0] REG_GPIO_OUT   = 3;
  localparam logic [WORD_W-1:0] REG_GPIO_IN    = 4;
  localparam logic [WORD_W-1:0] REG_IRQ_STATUS = 5;
  localparam logic [WORD_W-1:0] REG_IRQ_ENABLE = 6;

  logic [WORD_W-1:0] wr_word, rd_word;
  logic [31:0]       scratch;
  logic [7:0]        irq_status, irq_enable, irq_clear;

  assign wr_word  = wr_addr[ADDR_W-1:2];
  assign rd_word  = rd_addr[ADDR_W-1:2];
  assign wr_error = (wr_word > REG_IRQ_ENABLE);
  assign rd_error = (rd_word > REG_IRQ_ENABLE);

  // Bytes without a strobe keep their value.
  function automatic logic [31:0] merge(input logic [31:0] old_value,
                                        input logic [31:0] ne