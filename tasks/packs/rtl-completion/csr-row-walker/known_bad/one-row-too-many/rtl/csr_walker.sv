// Lists the positions of a CSR matrix row by row.
module csr_walker (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        start,
  input  logic [5:0]  rows,
  output logic        busy,
  output logic        done,
  output logic [5:0]  ptr_addr,
  input  logic [11:0] ptr_data,
  output logic        row_empty,
  output logic        out_valid,
  input  logic        out_ready,
  output logic [5:0]  out_row,
  output logic [11:0] out_pos,
  output logic        out_first,
  output logic        out_last
);

  localparam logic [1:0] IDLE = 2'd0;
  localparam logic [1:0] INIT = 2'd1;
  localparam logic [1:0] HEAD = 2'd2;
  localparam logic [1:0] LIST = 2'd3;

  logic [1:0]  state_q;
  logic [5:0]  last_row_q;
  logic [11:0] end_q;
  logic        row_done;

  assign busy      = state_q != IDLE;
  assign ptr_addr  = (state_q == INIT) ? 6'd0 : out_row + 6'd1;
  assign row_empty = (state_q == HEAD) & (ptr_data <= out_pos);
  assign out_valid = state_q == LIST;
  assign out_last  = out_pos + 12'd1 == end_q;
  assign row_done  = row_empty | (out_valid & out_ready & out_last);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state_q <= IDLE;
      done    <= 1'b0;
    end else begin
      done <= 1'b0;
      case (state_q)
        IDLE: begin
          if (start && rows == 6'd0) done    <= 1'b1;
          else if (start)            state_q <= INIT;
        end
        INIT:    state_q <= HEAD;
        default: begin
          state_q <= LIST;
          if (row_done) begin
            state_q <= (out_row == last_row_q) ? IDLE : HEAD;
            done    <= out_row == last_row_q;
          end
        end
      endcase
    end
  end

  // out_pos is the row's begin in HEAD
  always_ff @(posedge clk) begin
    case (state_q)
      IDLE: last_row_q <= rows;
      INIT: begin
        out_pos <= ptr_data;
        out_row <= '0;
      end
      HEAD: begin
        end_q     <= ptr_data;
        out_first <= 1'b1;
        if (row_empty) out_pos <= ptr_data;
      end
      default: begin
        if (out_ready) begin
          out_pos   <= out_pos + 12'd1;
          out_first <= 1'b0;
        end
      end
    endcase
    if (row_done) out_row <= out_row + 6'd1;
  end

endmodule
