// AXI4-Lite write channels. Address and data may come in either order or
// together; whichever comes first is kept until the other is there.
module axil_write #(
  parameter int ADDR_W = 6
) (
  input  logic              clk,
  input  logic              rst_n,

  input  logic              awvalid,
  output logic              awready,
  input  logic [ADDR_W-1:0] awaddr,
  input  logic              wvalid,
  output logic              wready,
  input  logic [31:0]       wdata,
  input  logic [3:0]        wstrb,
  output logic              bvalid,
  input  logic              bready,
  output logic [1:0]        bresp,

  output logic              wr_en,
  output logic [ADDR_W-1:0] wr_addr,
  output logic [31:0]       wr_data,
  output logic [3:0]        wr_strb,
  input  logic              wr_error
);

  typedef enum logic [1:0] {
    ST_IDLE,       // nothing held
    ST_HAVE_ADDR,  // address held, waiting for data
    ST_HAVE_DATA,  // data held, waiting for the address
    ST_RESP        // response on the B channel
  } state_t;

  state_t            state, state_next;
  logic [ADDR_W-1:0] addr_q;
  logic [31:0]       data_q;
  logic [3:0]        strb_q;
  logic              aw_fire, w_fire, open;

  // Nothing held, or the response of the previous write is just being taken.
  assign open    = (state == ST_IDLE) || (state == ST_RESP && bready);
  assign awready = (state != ST_HAVE_ADDR);
  assign wready  = open || (state == ST_HAVE_ADDR);
  assign aw_fire = awvalid && awready;
  assign w_fire  = wvalid && wready;

  assign wr_en   = (open && aw_fire && w_fire)
                || (state == ST_HAVE_ADDR && w_fire)
                || (state == ST_HAVE_DATA && aw_fire);
  assign wr_addr = (state == ST_HAVE_ADDR) ? addr_q : awaddr;
  assign wr_data = (state == ST_HAVE_DATA) ? data_q : wdata;
  assign wr_strb = (state == ST_HAVE_DATA) ? strb_q : wstrb;

  always_comb begin