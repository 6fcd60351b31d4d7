// Runs a small program that emits addresses from nested loops.
module loop_sequencer (
  input  logic        clk,
  input  logic        rst_n,

  input  logic        prog_we,
  input  logic [3:0]  prog_addr,
  input  logic [15:0] prog_data,

  input  logic        start,
  output logic        busy,
  output logic        done,
  output logic        error,
  output logic [3:0]  pc,
  output logic [1:0]  depth,

  output logic        out_valid,
  input  logic        out_ready,
  output logic [11:0] out_addr,
  output logic [1:0]  out_tag
);

  localparam logic [3:0] HALT = 4'd0;
  localparam logic [3:0] LOOP = 4'd1;
  localparam logic [3:0] END  = 4'd2;
  localparam logic [3:0] SET  = 4'd3;
  localparam logic [3:0] ADD  = 4'd4;
  localparam logic [3:0] EMIT = 4'd5;

  logic [15:0] prog_q  [0:15];
  logic [11:0] reg_q   [0:3];
  logic [3:0]  begin_q [0:3];   // the top entry is that of depth - 1
  logic [7:0]  count_q [0:3];

  logic [15:0] word;
  logic [3:0]  op;
  logic [1:0]  r;
  logic [11:0] d;
  logic [1:0]  top;

  assign word      = prog_q[pc];
  assign op        = word[15:12];
  assign r         = word[11:10];
  assign d         = {{4{word[7]}}, word[7:0]};
  assign top       = depth - 2'd1;
  assign out_valid = busy & (op == EMIT);
  assign out_addr  = reg_q[r];
  assign out_tag   = word[9:8];

  always_ff @(posedge clk) begin
    if (prog_we) prog_q[prog_addr] <= prog_data;
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      busy  <= 1'b0;
      done  <= 1'b0;
      error <= 1'b0;
      pc    <= '0;
      depth <= '0;
      for (int i = 0; i < 4; i++) reg_q[i] <= '0;
    end else begin
      done <= 1'b0;
      if (!busy) begin
        if (start) begin
          busy  <= 1'b1;
          error <= 1'b0;
          pc    <= '0;
          depth <= '0;
        end
      end else begin
        pc <= pc + 4'd1;
        case (op)
          HALT: begin
            busy <= 1'b0;
            done <= 1'b1;
            pc   <= pc;
          end
          LOOP: begin
            if (depth == 2'd2) begin
              busy  <= 1'b0;
              error <= 1'b1;
              pc    <= pc;
            end else begin
              depth          <= depth + 2'd1;
              begin_q[depth] <= pc + 4'd1;
              count_q[depth] <= word[7:0];
            end
          end
          END: begin
            if (depth == 2'd0) begin
              busy  <= 1'b0;
              error <= 1'b1;
              pc    <= pc;
            end else if (count_q[top] == 8'd0) begin
              depth <= top;
            end else begin
              count_q[top] <= count_q[top] - 8'd1;
              pc           <= begin_q[top];
            end
          end
          SET: reg_q[r] <= {4'd0, word[7:0]};
          ADD: reg_q[r] <= reg_q[r] + d;
          EMIT: begin
            if (out_ready) reg_q[r] <= reg_q[r] + d;
            else           pc       <= pc;
          end
          default: begin
            busy  <= 1'b0;
            error <= 1'b1;
            pc    <= pc;
          end
        endcase
      end
    end
  end

endmodule
