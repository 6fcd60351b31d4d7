// Addresses of rows of equidistant beats, rows a stride apart.
module dma_addr2d (
  input  logic        clk,
  input  logic        rst_n,

  input  logic        start,
  input  logic        abort,
  input  logic [19:0] base,
  input  logic [19:0] stride,
  input  logic [7:0]  beats,
  input  logic [5:0]  rows,
  input  logic [2:0]  size,
  output logic        busy,
  output logic        done,

  output logic        addr_valid,
  input  logic        addr_ready,
  output logic [19:0] addr,
  output logic        row_end,
  output logic        last
);

  logic [19:0] stride_q;
  logic [7:0]  beats_q;
  logic [2:0]  size_q;
  logic [19:0] row_q;         // address of the row's first beat
  logic [7:0]  beats_left_q;  // after this one
  logic [5:0]  rows_left_q;   // after this one

  assign addr_valid = busy;
  assign row_end    = beats_left_q == 8'd0;
  assign last       = row_end & (rows_left_q == 6'd0);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      busy <= 1'b0;
      done <= 1'b0;
    end else begin
      done <= 1'b0;
      if (abort) begin
        busy <= 1'b0;
      end else if (busy) begin
        if (addr_ready && last) begin
          busy <= 1'b0;
          done <= 1'b1;
        end
      end else if (start) begin
        busy <= (rows != 6'd0) & (beats != 8'd0);
        done <= (rows == 6'd0) | (beats == 8'd0);
      end
    end
  end

  always_ff @(posedge clk) begin
    if (!busy) begin
      stride_q     <= stride;
      beats_q      <= beats;
      size_q       <= size;
      addr         <= base;
      row_q        <= base;
      beats_left_q <= beats - 8'd1;
      rows_left_q  <= rows - 6'd1;
    end else if (addr_ready) begin
      if (row_end) begin
        addr         <= row_q + stride_q;
        row_q        <= row_q + stride_q;
        beats_left_q <= beats_q - 8'd1;
        rows_left_q  <= rows_left_q - 6'd1;
      end else begin
        addr         <= addr + (20'd1 << size_q);
        beats_left_q <= beats_left_q - 8'd1;
      end
    end
  end

endmodule
