module tb;
  logic        clk = 0;
  logic [31:0] lanes = 0;
  logic [3:0]  enable = 0, hits;
  logic        is_signed = 0, find_min = 0, any, tie;
  logic [7:0]  best;
  logic [1:0]  index;

  always #5 clk = ~clk;

  max_of_four dut (
    .lanes(lanes), .enable(enable), .is_signed(is_signed), .find_min(find_min),
    .any(any), .best(best), .index(index), .tie(tie), .hits(hits));

  logic [31:0] rng;
  task automatic draw;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  // values around the ends of both ranges
  function automatic logic [7:0] edge_value(input logic [2:0] n);
    case (n)
      3'd0: edge_value = 8'h00;
      3'd1: edge_value = 8'hff;
      3'd2: edge_value = 8'h7f;
      3'd3: edge_value = 8'h80;
      3'd4: edge_value = 8'h01;
      3'd5: edge_value = 8'h81;
      3'd6: edge_value = 8'hfe;
      default: edge_value = 8'h7e;
    endcase
  endfunction

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h2545F491;
    for (int k = 0; k < 2400; k++) begin
      @(posedge clk); #1;
      draw();
      if (k[0]) begin
        lanes = {edge_value(rng[2:0]), edge_value(rng[5:3]), edge_value(rng[8:6]), edge_value(rng[11:9])};
      end else begin
        lanes = k[1] ? rng : {rng[31:8], rng[15:8]};
      end
      enable    = (k[3:2] == 0) ? 4'hf : k[7:4];
      draw();
      is_signed = rng[0];
      find_min  = rng[1];
    end
    @(posedge clk);
    $finish;
  end
endmodule
