// Sorts four keys in a three-layer network, one layer per clock.
module sort_four (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        in_valid,
  input  logic [31:0] keys,
  input  logic        is_signed,
  input  logic        descending,
  output logic        out_valid,
  output logic [31:0] sorted,
  output logic [7:0]  origin
);

  // An item is {rank, number}. The rank is the key with bits inverted so that unsigned ascending order is the wanted
  // one; the number makes all items different and the sort stable. The inversion travels along, to be undone.
  logic [7:0] twist_in, twist1, twist2, twist3;
  assign twist_in = {is_signed, 7'd0} ^ {8{descending}};

  function automatic logic [19:0] order(input logic [9:0] x, input logic [9:0] y);
    order = (x[9:2] < y[9:2]) ? {y, x} : {x, y};
  endfunction

  logic [9:0] in0, in1, in2, in3;
  assign in0 = {keys[7:0]   ^ twist_in, 2'd0};
  assign in1 = {keys[15:8]  ^ twist_in, 2'd1};
  assign in2 = {keys[23:16] ^ twist_in, 2'd2};
  assign in3 = {keys[31:24] ^ twist_in, 2'd3};

  logic [9:0] a0, a1, a2, a3;    // after layer one: a0 < a1, a2 < a3
  logic [9:0] b0, b1, b2, b3;    // after layer two: b0 smallest, b3 largest
  logic [9:0] c0, c1, c2, c3;

  always_ff @(posedge clk) begin
    {a1, a0} <= order(in0, in1);
    {a3, a2} <= order(in2, in3);
    {b2, b0} <= order(a0, a2);
    {b3, b1} <= order(a1, a3);
    {c2, c1} <= order(b1, b2);
    c0       <= b0;
    c3       <= b3;
    twist1   <= twist_in;
    twist2   <= twist1;
    twist3   <= twist2;
  end

  logic [1:0] flight;
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) {out_valid, flight} <= 3'd0;
    else        {out_valid, flight} <= {flight, in_valid};
  end

  assign sorted = {c3[9:2], c2[9:2], c1[9:2], c0[9:2]} ^ {4{twist3}};
  assign origin = {c3[1:0], c2[1:0], c1[1:0], c0[1:0]};

endmodule
