// Six-stage bitonic sorting network for eight keys with tags.
module bitonic_sort8 (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        en,
  input  logic        in_valid,
  input  logic        in_desc,
  input  logic [63:0] in_keys,
  input  logic [23:0] in_tags,
  output logic        out_valid,
  output logic        out_desc,
  output logic [63:0] out_keys,
  output logic [23:0] out_tags
);

  // partner distance, and size of the blocks whose direction alternates
  function automatic logic [2:0] distance(input int stage);
    case (stage)
      0, 2, 5: distance = 3'd1;
      1, 4:    distance = 3'd2;
      default: distance = 3'd4;
    endcase
  endfunction

  function automatic logic [3:0] block(input int stage);
    case (stage)
      0:       block = 4'd2;
      1, 2:    block = 4'd4;
      default: block = 4'd8;
    endcase
  endfunction

  logic [5:0]  valid_q;
  logic [5:0]  desc_q;
  logic [63:0] keys_q [0:5];
  logic [23:0] tags_q [0:5];

  assign out_valid = valid_q[5];
  assign out_desc  = desc_q[5];
  assign out_keys  = keys_q[5];
  assign out_tags  = tags_q[5];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n)  valid_q <= '0;
    else if (en) valid_q <= {valid_q[4:0], in_valid};
  end

  always_ff @(posedge clk) begin
    if (en) desc_q <= {desc_q[4:0], in_desc};
  end

  genvar st, p;
  generate
    for (st = 0; st < 6; st = st + 1) begin : g_stage
      logic [63:0] keys_in;
      logic [23:0] tags_in;
      logic        desc;
      logic [63:0] keys;
      logic [23:0] tags;
      if (st == 0) begin : g_first
        assign keys_in = in_keys;
        assign tags_in = in_tags;
        assign desc    = in_desc;
      end else begin : g_next
        assign keys_in = keys_q[st-1];
        assign tags_in = tags_q[st-1];
        assign desc    = desc_q[st-1];
      end
      for (p = 0; p < 8; p = p + 1) begin : g_place
        localparam int Q    = p ^ distance(st);             // partner
        localparam bit DOWN = (p & block(st)) != 0;         // the block sorts the other way
        localparam bit LOW  = p < Q;
        logic [7:0] lower;
        logic [7:0] upper;
        logic       swap;
        assign lower = LOW ? keys_in[8*p +: 8] : keys_in[8*Q +: 8];
        assign upper = LOW ? keys_in[8*Q +: 8] : keys_in[8*p +: 8];
        assign swap  = (desc ^ DOWN) ? lower <= upper : lower > upper;
        assign keys[8*p +: 8] = swap ? keys_in[8*Q +: 8] : keys_in[8*p +: 8];
        assign tags[3*p +: 3] = swap ? tags_in[3*Q +: 3] : tags_in[3*p +: 3];
      end
      always_ff @(posedge clk) begin
        if (en) begin
          keys_q[st] <= keys;
          tags_q[st] <= tags;
        end
      end
    end
  endgenerate

endmodule
