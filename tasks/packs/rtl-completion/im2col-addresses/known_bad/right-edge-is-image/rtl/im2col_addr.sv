// Lists the pixel of each place of each window of a convolution.
module im2col_addr (
  input  logic        clk,
  input  logic        rst,
  input  logic        start,
  input  logic [15:0] base,
  input  logic [5:0]  img_h,
  input  logic [5:0]  img_w,
  input  logic [5:0]  out_h,
  input  logic [5:0]  out_w,
  input  logic [2:0]  ksize,
  input  logic [1:0]  stride,
  input  logic [1:0]  pad,
  output logic        busy,
  output logic        out_valid,
  input  logic        out_ready,
  output logic        out_pad,
  output logic [15:0] out_addr,
  output logic        win_end,
  output logic        out_last
);

  logic [15:0] base_q;
  logic [5:0]  img_h_q, img_w_q, out_h_q, out_w_q;
  logic [2:0]  ksize_q;
  logic [1:0]  stride_q, pad_q;

  logic [5:0]  oy, ox;
  logic [2:0]  ky, kx;
  logic        kx_end, ky_end, ox_end;

  assign kx_end   = kx == ksize_q - 3'd1;
  assign ky_end   = ky == ksize_q - 3'd1;
  assign ox_end   = ox == out_w_q - 6'd1;
  assign win_end  = kx_end & ky_end;
  assign out_last = win_end & ox_end & (oy == out_h_q - 6'd1);

  // rows and columns counted from the padding's corner, so never negative
  logic [7:0] row, col;
  logic [7:0] y, x;

  assign row = oy * stride_q + {5'd0, ky};
  assign col = ox * stride_q + {5'd0, kx};
  assign y   = row - {6'd0, pad_q};
  assign x   = col - {6'd0, pad_q};

  // what is left of or above the image is a large number here
  assign out_pad  = (y >= {2'd0, img_h_q}) | (x > {2'd0, img_w_q});
  assign out_addr = out_pad ? 16'd0 : base_q + y * img_w_q + {8'd0, x};

  assign out_valid = busy;

  always_ff @(posedge clk) begin
    if (rst) begin
      busy <= 1'b0;
    end else if (!busy) begin
      busy     <= start;
      base_q   <= base;
      img_h_q  <= img_h;
      img_w_q  <= img_w;
      out_h_q  <= out_h;
      out_w_q  <= out_w;
      ksize_q  <= ksize;
      stride_q <= stride;
      pad_q    <= pad;
      oy       <= '0;
      ox       <= '0;
      ky       <= '0;
      kx       <= '0;
    end else if (out_ready) begin
      busy <= ~out_last;
      kx   <= kx_end ? 3'd0 : kx + 3'd1;
      if (kx_end)  ky <= ky_end ? 3'd0 : ky + 3'd1;
      if (win_end) begin
        ox <= ox_end ? 6'd0 : ox + 6'd1;
        if (ox_end) oy <= oy + 6'd1;
      end
    end
  end

endmodule
