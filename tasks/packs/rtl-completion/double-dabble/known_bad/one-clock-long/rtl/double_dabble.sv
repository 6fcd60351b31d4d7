// Binary to BCD, one bit per clock.
module double_dabble (
  input  logic        clk,
  input  logic        rst,       // synchronous, active high
  input  logic        start,
  input  logic [15:0] bin,
  output logic        busy,
  output logic        done,
  output logic [19:0] bcd,
  output logic [2:0]  digits
);

  logic [15:0] source;     // bits still to come, the next one on top
  logic [19:0] work;       // digits of the bits already taken
  logic [19:0] adjusted;
  logic [19:0] shifted;
  logic [3:0]  count;

  always_comb begin
    for (int i = 0; i < 5; i++) begin
      adjusted[4*i +: 4] = work[4*i +: 4];
      if (work[4*i +: 4] > 4'd4) adjusted[4*i +: 4] = work[4*i +: 4] + 4'd3;
    end
    shifted = {adjusted[18:0], source[15]};
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      busy <= 1'b0;
      done <= 1'b0;
      bcd  <= 20'd0;
    end else begin
      done <= 1'b0;
      if (busy) begin
        source <= source << 1;
        work   <= shifted;
        count  <= count - 4'd1;
        if (count == 4'd0) begin
          busy <= 1'b0;
          done <= 1'b1;
          bcd  <= shifted;
        end
      end else if (start) begin
        busy   <= 1'b1;
        source <= bin;
        work   <= 20'd0;
        count  <= 4'd0 - 4'd2;
      end
    end
  end

  always_comb begin
    digits = 3'd1;
    for (int i = 1; i < 5; i++) if (bcd[4*i +: 4] != 4'd0) digits = i[2:0] + 3'd1;
  end

endmodule
