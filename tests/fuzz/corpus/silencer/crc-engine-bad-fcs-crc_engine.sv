// Streaming CRC generator. Defaults are those of the Ethernet frame check
// sequence; other standards are obtained with the parameters.
module crc_engine #(
  parameter int               LANES       = 4,
  parameter int               WIDTH       = 32,
  parameter logic [WIDTH-1:0] POLY        = 32'h04C1_1DB7,
  parameter logic [WIDTH-1:0] INIT        = {WIDTH{1'b1}},
  parameter logic [WIDTH-1:0] XOR_OUT     = {WIDTH{1'b1}},
  parameter bit               REFLECT_IN  = 1'b1,
  parameter bit               REFLECT_OUT = 1'b1
) (
  input  logic               clk,
  input  logic               rst_n,
  input  logic               valid,
  input  logic               first,
  input  logic               last,
  input  logic [8*LANES-1:0] data,
  input  logic [LANES-1:0]   keep,
  output logic               crc_valid,
  output logic [WIDTH-1:0]   crc,
  output logic [15:0]        length     // bytes in the frame, saturating
);

  function automatic logic [WIDTH-1:0] reflect(input logic [WIDTH-1:0] v);
    for (int i = 0; i < WIDTH; i++) reflect[i] = v[WIDTH-1-i];
  endfunction

  logic [WIDTH-1:0] state;
  logic [WIDTH-1:0] state_in;
  logic [WIDTH-1:0] state_next;
  logic [15:0]      length_in;
  logic [16:0]      length_sum;
  logic [15:0]      kept;

  assign state_in  = first ? INIT : state;
  assign length_in = first ? 16'd0 : length;

  always_comb begin
    kept = '0;
    for (int i = 0; i < LANES; i++) kept = kept + {15'd0, keep[i]};
  end
  assign length_sum = {1'b0, length_in} + {1'b0, kept};

  crc_word #(
    .LANES      (LANES),
    .WIDTH      (WIDTH),
    .POLY       (POLY),
    .REFLECT_IN (REFLECT_IN)
  ) u_word (
    .crc_in  (state_in),
    .data    (data),
    .keep    (keep),
    .crc_out (state_next)
  );

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state     <= INIT;
      length    <= '0;
      crc_valid <= 1'b0;
    en