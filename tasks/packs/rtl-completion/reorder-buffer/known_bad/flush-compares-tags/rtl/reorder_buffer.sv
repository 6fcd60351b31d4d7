// Holds up to eight operations from dispatch until they leave in program order.
module reorder_buffer (
  input  logic        clk,
  input  logic        rst,
  input  logic        alloc,
  input  logic [4:0]  alloc_dest,
  output logic [2:0]  alloc_tag,
  output logic        can_alloc,
  input  logic        a_done,
  input  logic [2:0]  a_tag,
  input  logic [15:0] a_data,
  input  logic        b_done,
  input  logic [2:0]  b_tag,
  input  logic [15:0] b_data,
  output logic        commit_valid,
  input  logic        commit_ready,
  output logic [2:0]  commit_tag,
  output logic [4:0]  commit_dest,
  output logic [15:0] commit_data,
  input  logic        flush,
  input  logic [2:0]  flush_tag,
  output logic [3:0]  count
);

  logic [4:0]  dest [0:7];
  logic [15:0] data [0:7];
  logic [7:0]  done;
  logic [2:0]  head;

  // age of a tag: 0 for the oldest entry; held if below count
  logic [2:0] a_age, b_age, flush_age;
  logic       take_a, take_b, enter, leave, cut;
  logic [3:0] kept;

  assign a_age     = a_tag - head;
  assign b_age     = b_tag - head;
  assign flush_age = flush_tag - head;

  assign take_a = a_done && {1'b0, a_age} < count && !done[a_tag];
  assign take_b = b_done && {1'b0, b_age} < count && !done[b_tag];
  assign cut    = flush && {1'b0, flush_age} < count && flush_tag >= head;
  assign enter  = alloc && can_alloc && !flush;
  assign leave  = commit_valid && commit_ready;
  assign kept   = cut ? {1'b0, flush_age} + 4'd1 : count + {3'd0, enter};

  assign can_alloc    = count != 4'd8;
  assign alloc_tag    = head + count[2:0];
  assign commit_valid = count != 4'd0 && done[head];
  assign commit_tag   = head;
  assign commit_dest  = dest[head];
  assign commit_data  = data[head];

  always_ff @(posedge clk) begin
    if (rst) begin
      head  <= 3'd0;
      count <= 4'd0;
    end else begin
      head  <= head + {2'd0, leave};
      count <= kept - {3'd0, leave};
    end
  end

  always_ff @(posedge clk) begin
    if (enter) begin
      dest[alloc_tag] <= alloc_dest;
      done[alloc_tag] <= 1'b0;
    end
    if (take_b) begin
      data[b_tag] <= b_data;
      done[b_tag] <= 1'b1;
    end
    if (take_a) begin
      data[a_tag] <= a_data;
      done[a_tag] <= 1'b1;
    end
  end

endmodule
