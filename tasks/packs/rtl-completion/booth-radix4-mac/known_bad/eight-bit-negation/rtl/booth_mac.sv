// Multiply-accumulate of signed bytes by radix-4 Booth recoding.
module booth_mac (
  input  logic               clk,
  input  logic               rst_n,
  input  logic               in_valid,
  input  logic               start,
  input  logic signed [7:0]  a,
  input  logic signed [7:0]  b,
  output logic [11:0]        digits,
  output logic [2:0]         pp_count,
  output logic               out_valid,
  output logic signed [17:0] acc,
  output logic               ovf
);

  // ---- stage 1: recoding ----
  logic [8:0]  window;
  logic [11:0] code;
  logic [2:0]  count;

  assign window = {b, 1'b0};

  always_comb begin
    code  = '0;
    count = '0;
    for (int i = 0; i < 4; i++) begin
      case (window[2*i +: 3])
        3'b001, 3'b010: code[3*i +: 3] = 3'b001;
        3'b011:         code[3*i +: 3] = 3'b010;
        3'b100:         code[3*i +: 3] = 3'b110;
        3'b101, 3'b110: code[3*i +: 3] = 3'b101;
        default:        ;
      endcase
      if (code[3*i +: 3] != 3'b000) count = count + 3'd1;
    end
  end

  logic              valid_q;
  logic              start_q;
  logic signed [7:0] a_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      valid_q  <= 1'b0;
      digits   <= '0;
      pp_count <= '0;
    end else begin
      valid_q <= in_valid;
      if (in_valid) begin
        start_q  <= start;
        a_q      <= a;
        digits   <= code;
        pp_count <= count;
      end
    end
  end

  // ---- stage 2: partial products and accumulation ----
  logic signed [18:0] part;
  logic signed [18:0] product;
  logic signed [18:0] sum;

  always_comb begin
    product = '0;
    for (int i = 0; i < 4; i++) begin
      part = '0;
      if (digits[3*i])     part = {{11{a_q[7]}}, a_q};
      if (digits[3*i + 1]) part = {{10{a_q[7]}}, a_q, 1'b0};
      if (digits[3*i + 2]) part = ~part;
      product = product + (part <<< (2*i));
    end
  end

  assign sum = start_q ? product : acc + product;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      out_valid <= 1'b0;
      acc       <= '0;
      ovf       <= 1'b0;
    end else begin
      out_valid <= valid_q;
      if (valid_q) begin
        acc <= sum[17:0];
        ovf <= (ovf & ~start_q) | (sum[18] ^ sum[17]);
      end
    end
  end

endmodule
