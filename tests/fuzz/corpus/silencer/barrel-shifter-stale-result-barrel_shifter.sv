// Combinational barrel shifter: logical and arithmetic shifts, rotates.
//
// One right-shifting logarithmic shifter serves all operations; left shifts and
// left rotates go through it bit-reversed.
module barrel_shifter #(
  parameter  int WIDTH = 32,                // power of two
  localparam int AMT_W = $clog2(WIDTH)
) (
  input  logic [2:0]       op,
  input  logic [WIDTH-1:0] data,
  input  logic [AMT_W-1:0] amount,
  output logic [WIDTH-1:0] result,
  output logic             sticky,          // a one was shifted out
  output logic             zero             // result is zero
);

  localparam logic [2:0] OP_SLL = 3'd0;
  localparam logic [2:0] OP_SRL = 3'd1;
  localparam logic [2:0] OP_SRA = 3'd2;
  localparam logic [2:0] OP_ROL = 3'd3;
  localparam logic [2:0] OP_ROR = 3'd4;

  function automatic logic [WIDTH-1:0] reverse(input logic [WIDTH-1:0] v);
    for (int i = 0; i < WIDTH; i++) reverse[i] = v[WIDTH-1-i];
  endfunction

  logic             left;
  logic             rotate;
  logic             fill;
  logic [WIDTH-1:0] operand;
  logic [WIDTH-1:0] shifted;
  logic             lost;

  // operation decode; the unused codes pass the data through unshifted
  logic pass;
  assign left   = (op == OP_SLL) || (op == OP_ROL);
  assign rotate = (op == OP_ROL) || (op == OP_ROR);
  assign fill   = (op == OP_SRA) && data[WIDTH-1];
  assign pass   = (op > OP_ROR);

  assign operand = left ? reverse(data) : data;

  // logarithmic shifter, one stage per bit of the amount
  always @(operand or amount) begin
    shifted = operand;
    lost    = 1'b0;
    for (int s = 0; s < AMT_W; s++) begin
      if (amount[s]) begin
        if (rotate) begin
          shifted = (shifted >> (1 << s)) | (shifted << (WIDTH - (1 << s)));
        end else begin
          lost    = lost | (|(shifted & ~({WIDTH{1'b1}} << (1 << s))));
          shifted = (shifted >> (1 << s)) |
           