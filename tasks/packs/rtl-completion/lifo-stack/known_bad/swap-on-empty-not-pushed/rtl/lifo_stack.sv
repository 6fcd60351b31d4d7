// Stack that shows its two uppermost words.
module lifo_stack #(
  parameter int SIZE = 6
) (
  input  logic        clk,
  input  logic        rst,     // synchronous, active high
  input  logic        push,
  input  logic        pop,
  input  logic [15:0] data,
  output logic [15:0] top,
  output logic [15:0] second,
  output logic [5:0]  depth,
  output logic        full,
  output logic        empty,
  output logic [1:0]  error    // 0 none, 1 overflow, 2 underflow
);

  // the top word has a register of its own; word k from the bottom lies in below[k] once another is on it
  logic [15:0] below [0:SIZE-1];

  assign full   = depth == SIZE;
  assign empty  = depth == 6'd0;
  assign second = below[depth - 6'd2];

  always_ff @(posedge clk) begin
    error <= 2'd0;
    if (rst) begin
      depth <= 6'd0;
    end else if (push && pop) begin
      top <= data;
      if (empty) begin
        error <= 2'd2;
      end
    end else if (push) begin
      if (full) begin
        error <= 2'd1;
      end else begin
        below[depth - 6'd1] <= top;
        top   <= data;
        depth <= depth + 6'd1;
      end
    end else if (pop) begin
      if (empty) begin
        error <= 2'd2;
      end else begin
        top   <= second;
        depth <= depth - 6'd1;
      end
    end
  end

endmodule
