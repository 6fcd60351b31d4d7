// Softmax with base two of eight logits, by a serial division.
module softmax8 (
  input  logic              clk,
  input  logic              rst,

  input  logic              in_valid,
  output logic              in_ready,
  input  logic signed [7:0] in_x,

  output logic              out_valid,
  input  logic              out_ready,
  output logic [7:0]        out_p,
  output logic [2:0]        out_index,
  output logic              out_last,

  output logic [18:0]       sum
);

  function automatic logic [15:0] power(input logic [7:0] d);
    logic [15:0] t;
    case (d[3:0])
      4'd0:    t = 16'd32768;
      4'd1:    t = 16'd31379;
      4'd2:    t = 16'd30048;
      4'd3:    t = 16'd28774;
      4'd4:    t = 16'd27554;
      4'd5:    t = 16'd26386;
      4'd6:    t = 16'd25268;
      4'd7:    t = 16'd24196;
      4'd8:    t = 16'd23170;
      4'd9:    t = 16'd22188;
      4'd10:   t = 16'd21247;
      4'd11:   t = 16'd20347;
      4'd12:   t = 16'd19484;
      4'd13:   t = 16'd18658;
      4'd14:   t = 16'd17867;
      default: t = 16'd17109;
    endcase
    power = t >> d[7:4];
  endfunction

  localparam [1:0] LOAD = 2'd0;
  localparam [1:0] EXP  = 2'd1;
  localparam [1:0] DIV  = 2'd2;
  localparam [1:0] OUT  = 2'd3;

  logic [1:0]        state_q;
  logic signed [7:0] x_q [0:7];
  logic signed [7:0] max_q;
  logic [2:0]        step_q;      // logit in LOAD and EXP, quotient bit in DIV
  logic [26:0]       rest_q;      // what remains of the dividend
  logic [15:0]       e;
  logic [26:0]       dividend;
  logic [26:0]       trial;       // divisor at the place of the quotient bit

  assign in_ready  = state_q == LOAD;
  assign out_valid = state_q == OUT;
  assign out_last  = out_index == 3'd7;

  // the exponential of the logit being added, or of the one being divided
  assign e        = power(max_q - x_q[(state_q == EXP) ? step_q : out_index]);
  assign dividend = (step_q == 3'd0) ? 27'd510 * {11'd0, e} : rest_q;
  assign trial    = {7'd0, sum, 1'b0} << (3'd7 - step_q);

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= LOAD;
      step_q  <= '0;
    end else begin
      case (state_q)
        LOAD: begin
          sum       <= '0;
          out_index <= '0;
          if (in_valid) begin
            x_q[step_q] <= in_x;
            if (step_q == 3'd0 || in_x > max_q) max_q <= in_x;
            step_q <= step_q + 3'd1;
            if (step_q == 3'd7) state_q <= EXP;
          end
        end
        EXP: begin
          sum    <= sum + {3'd0, e};
          step_q <= step_q + 3'd1;
          if (step_q == 3'd7) state_q <= DIV;
        end
        DIV: begin
          rest_q <= (dividend >= trial) ? dividend - trial : dividend;
          out_p  <= {out_p[6:0], dividend >= trial};
          step_q <= step_q + 3'd1;
          if (step_q == 3'd7) state_q <= OUT;
        end
        default: begin
          if (out_ready) begin
            out_index <= out_index + 3'd1;
            state_q   <= out_last ? LOAD : DIV;
          end
        end
      endcase
    end
  end

endmodule
