module tb;
  logic        clk = 0, rst = 1, alloc = 1, a_done = 0, b_done = 0, commit_ready = 0, flush = 0;
  logic [4:0]  alloc_dest = 0, commit_dest;
  logic [2:0]  alloc_tag, a_tag = 0, b_tag = 0, commit_tag, flush_tag = 0;
  logic [15:0] a_data = 0, b_data = 0, commit_data;
  logic        can_alloc, commit_valid;
  logic [3:0]  count;

  always #5 clk = ~clk;

  reorder_buffer dut (
    .clk(clk), .rst(rst), .alloc(alloc), .alloc_dest(alloc_dest), .alloc_tag(alloc_tag), .can_alloc(can_alloc),
    .a_done(a_done), .a_tag(a_tag), .a_data(a_data), .b_done(b_done), .b_tag(b_tag), .b_data(b_data),
    .commit_valid(commit_valid), .commit_ready(commit_ready), .commit_tag(commit_tag),
    .commit_dest(commit_dest), .commit_data(commit_data), .flush(flush), .flush_tag(flush_tag), .count(count)
  );

  // 32-bit xorshift generator
  logic [31:0] rng;
  task automatic roll;
    rng = rng ^ (rng << 13);
    rng = rng ^ (rng >> 17);
    rng = rng ^ (rng << 5);
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", rng)) rng = 1;
    rng = rng * 32'h9E3779B9 + 32'h3C6EF372;
    repeat (3) roll;
    for (int n = 0; n < 9000; n++) begin
      roll;
      rst        = (n < 2) || (rng[31:23] == 0);
      alloc_dest = rng[4:0];
      a_tag      = rng[7:5];
      b_tag      = rng[22] ? rng[7:5] : rng[10:8];
      flush_tag  = rng[13:11];
      a_done     = rng[14];
      b_done     = rng[15];
      roll;
      a_data     = rng[15:0];
      b_data     = rng[31:16];
      case ((n / 60) % 5)
        0: begin alloc = 1; commit_ready = 1; flush = 0; end
        1: begin alloc = 1; commit_ready = (rng[2:0] == 0); flush = (rng[6:3] == 0); end
        2: begin alloc = rng[2]; commit_ready = 1; flush = (rng[6:3] == 0); end
        3: begin alloc = rng[2] | rng[3]; commit_ready = rng[4]; flush = (rng[7:5] == 0); end
        default: begin
          alloc = 1; commit_ready = rng[4]; flush = 0;
          a_done = a_done & rng[5]; b_done = b_done & rng[6];
        end
      endcase
      @(posedge clk); #1;
    end
    $finish;
  end
endmodule
