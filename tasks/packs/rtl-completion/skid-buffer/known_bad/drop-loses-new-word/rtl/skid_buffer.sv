// Two-word buffer for a valid/ready stream; every output comes from a register.
module skid_buffer (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        drop,
  input  logic        in_valid,
  output logic        in_ready,
  input  logic [11:0] in_data,
  output logic        out_valid,
  input  logic        out_ready,
  output logic [11:0] out_data,
  output logic [1:0]  stored
);

  logic [11:0] spare;  // the second word
  logic        enters, leaves;

  assign enters = in_valid && in_ready;
  assign leaves = drop || out_ready;
  assign stored = {!in_ready, out_valid && in_ready};

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      in_ready  <= 1'b1;
      out_valid <= 1'b0;
    end else if (!out_valid || leaves) begin
      in_ready  <= 1'b1;
      out_valid <= (enters || !in_ready) && !drop;
    end else if (enters) begin
      in_ready <= 1'b0;
    end
  end

  always_ff @(posedge clk) begin
    if (enters) spare <= in_data;
    if (!out_valid || leaves) out_data <= in_ready ? in_data : spare;
  end

endmodule
