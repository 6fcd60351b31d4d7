// Control and status registers behind an APB slave with one wait state.
module apb_regs (
  input  logic        pclk,
  input  logic        presetn,
  input  logic        psel,
  input  logic        penable,
  input  logic        pwrite,
  input  logic [4:0]  paddr,
  input  logic [31:0] pwdata,
  input  logic [3:0]  pstrb,
  output logic [31:0] prdata,
  output logic        pready,
  output logic        pslverr,
  input  logic [11:0] level,
  input  logic [3:0]  event_in,
  output logic        enable,
  output logic [2:0]  mode,
  output logic [11:0] threshold,
  output logic        irq
);

  localparam logic [2:0] CTRL = 3'd0, THRESHOLD = 3'd1, LEVEL = 3'd2, STATUS = 3'd3, MASK = 3'd4, ID = 3'd5;

  logic       access, waited, fails, writes;
  logic [2:0] word;
  logic [3:0] status, mask, set, clear;

  assign access  = psel && penable;
  assign pready  = access;
  assign word    = paddr[4:2];
  assign fails   = paddr[1:0] != 2'd0 || word > ID || (pwrite && (word == LEVEL || word == ID));
  assign pslverr = pready && fails;
  assign writes  = pready && pwrite && !fails;

  assign set   = event_in | {enable && level >= threshold, 3'd0};
  assign clear = (writes && word == STATUS && pstrb[0]) ? pwdata[3:0] : 4'd0;
  assign irq   = |(status & mask);

  always_comb begin
    case (word)
      CTRL:      prdata = {21'd0, mode, 7'd0, enable};
      THRESHOLD: prdata = {20'd0, threshold};
      LEVEL:     prdata = {20'd0, level};
      STATUS:    prdata = {28'd0, status};
      MASK:      prdata = {28'd0, mask};
      default:   prdata = 32'h47531234;
    endcase
  end

  always_ff @(posedge pclk or negedge presetn) begin
    if (!presetn) begin
      waited    <= 1'b0;
      enable    <= 1'b0;
      mode      <= 3'd0;
      threshold <= 12'h800;
      status    <= 4'd0;
      mask      <= 4'd0;
    end else begin
      waited <= access && !waited;
      status <= (status & ~clear) | set;
      if (writes) begin
        if (word == CTRL && pstrb[0])      enable          <= pwdata[0];
        if (word == CTRL && pstrb[1])      mode            <= pwdata[10:8];
        if (word == THRESHOLD && pstrb[0]) threshold[7:0]  <= pwdata[7:0];
        if (word == THRESHOLD && pstrb[1]) threshold[11:8] <= pwdata[11:8];
        if (word == MASK && pstrb[0])      mask            <= pwdata[3:0];
      end
    end
  end

endmodule
