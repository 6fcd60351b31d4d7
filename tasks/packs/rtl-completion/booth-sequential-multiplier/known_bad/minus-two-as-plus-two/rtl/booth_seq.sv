// Signed multiplier, one radix-4 Booth digit per clock, with an early end.
module booth_seq #(
  parameter int W = 8
) (
  input  logic                  clk,
  input  logic                  rst,
  input  logic                  start,
  input  logic signed [W-1:0]   a,
  input  logic signed [W-1:0]   b,
  output logic                  busy,
  output logic                  done,
  output logic signed [2*W-1:0] product,
  output logic [5:0]            steps
);

  logic signed [2*W-1:0] a_q;      // a * 4^k
  logic [W:0]            rest_q;   // b from bit 2k-1 up, extended by its sign

  logic signed [2*W-1:0] part;
  logic                  last;

  always_comb begin
    case (rest_q[2:0])
      3'b001, 3'b010: part = a_q;
      3'b011:         part = a_q <<< 1;
      3'b100:         part = a_q <<< 1;
      3'b101, 3'b110: part = -a_q;
      default:        part = '0;
    endcase
  end

  // what remains repeats the sign
  assign last = rest_q[W:2] == {(W-1){rest_q[W]}};

  always_ff @(posedge clk) begin
    done <= 1'b0;
    if (rst) begin
      busy    <= 1'b0;
      product <= '0;
      steps   <= '0;
    end else if (busy) begin
      product <= product + part;
      steps   <= steps + 6'd1;
      a_q     <= a_q <<< 2;
      rest_q  <= {{2{rest_q[W]}}, rest_q[W:2]};
      busy    <= ~last;
      done    <= last;
    end else if (start) begin
      busy    <= 1'b1;
      product <= '0;
      steps   <= '0;
      a_q     <= {{W{a[W-1]}}, a};
      rest_q  <= {b, 1'b0};
    end
  end

endmodule
