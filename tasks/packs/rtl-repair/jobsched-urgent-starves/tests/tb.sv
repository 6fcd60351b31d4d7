// Stimulus for job_sched: bursts, starvation scenarios and random traffic.
module tb;
  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic job_valid = 1'b0, job_ready;
  logic [5:0] job_id = '0;
  logic [3:0] job_mask = 4'hf;
  logic [2:0] job_prio = '0;
  logic [3:0] unit_free = '0;
  logic dsp_valid;
  logic [5:0] dsp_id;
  logic [3:0] dsp_unit;

  always #5 clk = ~clk;

  job_sched dut (
    .clk(clk), .rst_n(rst_n),
    .job_valid(job_valid), .job_ready(job_ready), .job_id(job_id), .job_mask(job_mask), .job_prio(job_prio),
    .unit_free(unit_free), .dsp_valid(dsp_valid), .dsp_id(dsp_id), .dsp_unit(dsp_unit)
  );

  wire dsp_now = rst_n && dsp_valid;

  logic [31:0] s;
  int seed;
  function automatic logic [31:0] xs(input logic [31:0] x);
    logic [31:0] y;
    y = x;
    y = y ^ (y << 13);
    y = y ^ (y >> 17);
    y = y ^ (y << 5);
    return y;
  endfunction

  // The stimulus is written into an array first and then played, one entry
  // per clock cycle.
  typedef struct packed {
    logic       rst_n;
    logic       valid;
    logic [3:0] mask;
    logic [2:0] prio;
    logic [3:0] free;
  } stim_t;

  localparam int N_MAX = 16384;
  logic [12:0] stim [N_MAX];
  stim_t now;
  int n_stim = 0;
  // loop bounds as variables: keeps the compiled model small
  int n6 = 6, n8 = 8, n10 = 10, n24 = 24;

  task automatic cyc(input logic v, input logic [3:0] m, input logic [2:0] p, input logic [3:0] u);
    if (n_stim < N_MAX) stim[n_stim] = {1'b1, v, m, p, u};
    n_stim = n_stim + 1;
  endtask

  // a job waits for unit 3 while others are served by units 0..2, then unit 3 gets free
  task automatic starve(input logic [2:0] prio, input int others, input logic [2:0] rival, input int drain);
    cyc(1, 4'b1000, prio, 4'b0000);
    for (int i = 0; i < others; i++) cyc(1, 4'b0111, 3'(i), 4'b0111);
    cyc(1, 4'b1001, rival, 4'b0000);
    cyc(1, 4'b1100, 3'd7, 4'b0000);
    for (int i = 0; i < drain; i++) cyc(0, 4'hf, 0, 4'b1000);
    for (int i = 0; i < n10; i++) cyc(0, 4'hf, 0, 4'b1111);
  endtask

  task automatic random_phase(input int n, input int job_rate, input int unit_rate, input logic [3:0] rare);
    for (int i = 0; i < n; i++) begin
      s = xs(s);
      cyc((int'(s[7:0]) < job_rate), (s[11:8] == 0) ? 4'b0001 : s[11:8],
          (s[22:20] == 0) ? s[14:12] : {s[14], 2'b11},
          {(int'(s[19:12]) < unit_rate), (int'(s[26:19]) < unit_rate), (int'(s[31:24]) < unit_rate),
           (int'({s[3:0], s[31:28]}) < unit_rate)}
          & ((s[5:0] == 0) ? 4'hf : ~rare));
    end
  endtask

  initial begin
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    s = seed * 32'h9E3779B9 + 32'h2545_F491;
    // fill the table, equal priorities, drain
    for (int i = 0; i < n10; i++) cyc(1, 4'hf, 3'd3, 4'h0);
    for (int i = 0; i < n10; i++) cyc(0, 4'hf, 3'd0, 4'h5);
    // rising and falling priorities
    for (int i = 0; i < n8; i++) cyc(1, 4'(1 << (i % 4)), 3'(i), 4'h0);
    for (int i = 0; i < n10; i++) cyc(0, 4'hf, 3'd0, 4'hf);
    for (int i = 0; i < n8; i++) cyc(1, 4'(3 << (i % 3)), 3'(7 - i), 4'h0);
    for (int i = 0; i < n6; i++) cyc(0, 4'hf, 3'd0, 4'ha);
    for (int i = 0; i < n6; i++) cyc(0, 4'hf, 3'd0, 4'h5);
    // one job is passed over many times
    for (int k = 0; k < n24; k++) starve(3'(k), 4 + k, 3'd2, 2);
    for (int k = 0; k < n8; k++) starve(3'(k), 40, 3'(k + 3), 3);
    random_phase(1200, 160, 90, 4'b1000);
    // reset in the middle
    for (int i = 0; i < 2; i++) begin
      stim[n_stim] = '0;
      n_stim = n_stim + 1;
    end
    random_phase(1500, 240, 60, 4'b0100);
    random_phase(1500, 250, 128, 4'b1000);
    random_phase(1500, 250, 30, 4'b0000);
    random_phase(1500, 230, 220, 4'b0011);
    random_phase(800, 100, 128, 4'b0000);
    // play
    repeat (3) @(posedge clk);
    for (int i = 0; i < n_stim && i < N_MAX; i++) begin
      @(posedge clk); #1;
      now       = stim[i];
      rst_n     = now.rst_n;
      job_valid = now.valid;
      job_mask  = now.mask;
      job_prio  = now.prio;
      unit_free = now.free;
      job_id    = job_id + 6'd1;
    end
    @(negedge clk); #1;
    $finish;
  end
endmodule
