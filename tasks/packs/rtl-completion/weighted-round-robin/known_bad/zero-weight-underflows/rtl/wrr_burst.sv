// Four requesters in turn, each for as many clocks in a row as its weight says.
module wrr_burst (
  input  logic        clk,
  input  logic        rst_n,    // asynchronous, active low
  input  logic        hold,     // no grants, nothing changes
  input  logic [3:0]  req,
  input  logic [15:0] weight,   // four bits each, requester 0 lowest
  output logic [3:0]  grant,
  output logic [1:0]  owner,    // served last
  output logic [3:0]  credit    // grants that it may still have
);

  logic       goes_on;
  logic [1:0] first, second, third, next;
  logic [3:0] share;

  assign goes_on = req[owner] && credit != 4'd0;

  assign first  = owner + 2'd1;
  assign second = owner + 2'd2;
  assign third  = owner + 2'd3;

  always_comb begin
    if (goes_on)          next = owner;
    else if (req[first])  next = first;
    else if (req[second]) next = second;
    else if (req[third])  next = third;
    else                  next = owner;
  end

  assign grant = (req != 4'd0 && !hold) ? 4'd1 << next : 4'd0;
  assign share = weight[{next, 2'b00} +: 4];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      owner  <= 2'd3;
      credit <= 4'd0;
    end else if (!hold) begin
      owner <= next;
      if (goes_on)                            credit <= credit - 4'd1;
      else if (req == 4'd0) credit <= 4'd0;
      else                                    credit <= share - 4'd1;
    end
  end

endmodule
