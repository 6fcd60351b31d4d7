// Read-modify-write pipeline of the histogram. Stage 1 and 2 wait for the RAM;
// stage 2 adds the weight, and the sum is written at its end. Operations that
// follow within two clocks cannot see that write in the RAM yet and take
// the value from here.
module hist_update #(
  parameter int BINS     = 64,
  parameter int COUNT_W  = 12,
  parameter int WEIGHT_W = 4
) (
  input  logic                    clk,
  input  logic                    rst_n,

  input  logic                    op_valid,
  input  logic                    op_is_read,
  input  logic [$clog2(BINS)-1:0] op_bin,
  input  logic [WEIGHT_W-1:0]     op_weight,

  input  logic [COUNT_W-1:0]      ram_rdata,
  output logic                    ram_we,
  output logic [$clog2(BINS)-1:0] ram_waddr,
  output logic [COUNT_W-1:0]      ram_wdata,

  output logic                    rd_valid,
  output logic [COUNT_W-1:0]      rd_count
);

  localparam int BIN_W = $clog2(BINS);

  // operations on the way: [0] stage 1, [1] stage 2
  logic [1:0]               add_q;
  logic [1:0]               read_q;
  logic [1:0][BIN_W-1:0]    bin_q;
  logic [1:0][WEIGHT_W-1:0] weight_q;

  // the last two writes: [0] one clock ago, [1] two clocks ago
  logic [1:0]               done_q;
  logic [1:0][BIN_W-1:0]    done_bin_q;
  logic [1:0][COUNT_W-1:0]  done_count_q;

  logic [1:0]         hit;
  logic [COUNT_W-1:0] base;
  logic [COUNT_W:0]   sum;

  assign hit[0] = done_q[0] & (done_bin_q[0] == bin_q[1]);
  assign hit[1] = done_q[1] & (done_bin_q[1] == bin_q[1]);

  always_comb begin
    base = ram_rdata;
    if (hit[0])      base = done_count_q[0];
    else if (hit[1]) base = done_count_q[1];
  end

  assign sum       = {1'b0, base} + (COUNT_W+1)'(weight_q[1]);
  assign ram_we    = add_q[1];
  assign ram_waddr = bin_q[1];
  assign ram_wdata = sum[COUNT_W] ? '1 : sum[COUNT_W-1:0];

  assign rd_valid  = read_q[1];
  assign rd_count  = base;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      add_q  <= '0;
      read_q <= '0;
      done_q <= '0;
    end else begin
      add_q  <= {add_q[0], op_valid & ~op_is_read};
      read_q <= {read_q[0], op_valid & op_is_read};
      done_q <= {done_q[0], ram_we};
    end
  end

  always_ff @(posedge clk) begin
    bin_q        <= {bin_q[0], op_bin};
    weight_q     <= {weight_q[0], op_weight};
    done_bin_q   <= {done_bin_q[0], ram_waddr};
    done_count_q <= {done_count_q[0], ram_wdata};
  end

endmodule
