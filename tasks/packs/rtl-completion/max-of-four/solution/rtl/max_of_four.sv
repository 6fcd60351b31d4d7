// Largest or smallest of the enabled lanes.
module max_of_four (
  input  logic [31:0] lanes,
  input  logic [3:0]  enable,
  input  logic        is_signed,
  input  logic        find_min,
  output logic        any,
  output logic [7:0]  best,
  output logic [1:0]  index,
  output logic        tie,
  output logic [3:0]  hits
);

  // Inverting the sign bit turns the signed order into the unsigned one; inverting all bits turns it round.
  logic [7:0] twist;
  assign twist = {is_signed, 7'd0} ^ {8{find_min}};

  always_comb begin
    any   = 1'b0;
    best  = 8'd0;
    index = 2'd0;
    tie   = 1'b0;
    hits  = 4'd0;
    for (int i = 0; i < 4; i++) begin
      if (enable[i]) begin
        if (any && lanes[8*i +: 8] == best) begin
          tie     = 1'b1;
          hits[i] = 1'b1;
        end else if (!any || (lanes[8*i +: 8] ^ twist) > (best ^ twist)) begin
          any   = 1'b1;
          best  = lanes[8*i +: 8];
          index = i[1:0];
          tie   = 1'b0;
          hits  = 4'd1 << i;
        end
      end
    end
  end

endmodule
