#include "tests/benchmarks/sample_run.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/diff.hpp"
#include "base/hash.hpp"

namespace gs::test {

namespace {

using agent::Attempt;
using agent::AttemptStatus;
using std::chrono::milliseconds;
using tasks::VerdictStatus;

constexpr std::int64_t kCreatedMs = 1'795'484'812'120;  // 2026-11-24T01:46:52.120Z

constexpr std::string_view kFifo = R"(  localparam int PTR_W = $clog2(DEPTH);

  logic [PTR_W-1:0] wr_ptr, rd_ptr;

  // The depth need not be a power of two, so the pointers wrap explicitly.
  function automatic logic [PTR_W-1:0] next_ptr(input logic [PTR_W-1:0] ptr);
    if (ptr == PTR_W'(DEPTH)) next_ptr = '0;
    else                      next_ptr = ptr + 1'b1;
  endfunction

  assign do_write = wr_en && !full;
  assign do_read  = rd_en && !empty;
)";

constexpr std::string_view kCrc = R"(    crc_byte #(
      .WIDTH (WIDTH),
      .POLY  (POLY)
    ) u_byte (
      .crc_in  (lane_in),
      .data    (data[8*n +: 8]),
      .crc_out (lane_out)
    );
)";

constexpr std::string_view kSkid = R"(    if (!rst_n) begin
      skid_valid <= 1'b0;
      skid_data  <= '0;
    end else if (accept && !out_ready) begin
      skid_valid <= 1'b1;
      skid_data  <= in_data;
    end else if (out_ready) begin
      skid_valid <= 1'b0;
    end
)";

constexpr std::string_view kPredictor = R"(    end else if (upd_taken) begin
      if (ctr_old != STRONG_T) ctr_next = ctr_old + 2'd1;
    end else begin
      if (ctr_old != WEAK_NT) ctr_next = ctr_old - 2'd1;
    end
)";

constexpr std::string_view kDebounce = R"(    assign differs = (sync[1] != level[ch]);
    assign limit   = level[ch] ? cnt_t'(RELEASE_CYCLES) : cnt_t'(PRESS_CYCLES);
    assign accept  = enable && differs && (stable_cnt == limit);

    always_ff @(posedge clk or negedge rst_n) begin
      if (!rst_n)                            stable_cnt <= '0;
)";

constexpr std::string_view kShifter = R"(  assign operand = left ? reverse(data) : data;

  // logarithmic shifter, one stage per bit of the amount
  always @(operand or amount) begin
    shifted = operand;
    lost    = 1'b0;
    for (int s = 0; s < AMT_W; s++) begin
)";

constexpr std::string_view kOverrun = R"(  assign wr_gray_next = PTR_W'(bin2gray(code_t'(wr_bin_next)));

  // Full: the write pointer is one whole round ahead of the read pointer.
  assign full_next = (wr_gray_next == {~rd_gray_sync[PTR_W-1],
                                       rd_gray_sync[PTR_W-2:0]});

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
)";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  const std::size_t at = result.find(from);
  GS_ASSERT(at != std::string::npos);
  return result.replace(at, from.size(), to);
}

/// Builds the run one attempt after another.
class SampleRun {
 public:
  SampleRun() {
    report_.folder = "runs/2026-11-24-rtl-repair-quick-search";
    benchmarks::Manifest& manifest = report_.manifest;
    manifest.suite = "rtl-repair:quick";
    manifest.model = "search";
    manifest.strategy = "default";
    manifest.evaluator = "rtl/1 (Verilator 5.006, clang 14.0.6)";
    manifest.enforced_by = "bubblewrap 0.8.0, seccomp, cgroup v2";
    manifest.version = "0.1.0";
    manifest.created_ms = kCreatedMs;
  }

  void plan(const std::string& id, const std::string& title) {
    const std::string name = "rtl-repair/" + id;
    report_.manifest.tasks[name] = sha256_hex(name);
    report_.manifest.titles[name] = title;
  }

  /// An attempt that handed in `after` for `before`, with the budget it used.
  Attempt& attempt(const std::string& id, const std::string& title, int checks, int propose_ms) {
    plan(id, title);
    Attempt attempt;
    attempt.task = "rtl-repair/" + id;
    attempt.task_hash = report_.manifest.tasks[attempt.task];
    attempt.seed = 0x1f3d5b79u + static_cast<std::uint64_t>(report_.attempts.size()) * 7919;
    attempt.turns = 1;
    attempt.checks = checks;
    attempt.propose_wall = milliseconds(propose_ms);
    attempt.judge_wall = milliseconds(900 + 37 * checks % 640);
    attempt.started = milliseconds(kCreatedMs + 4100 * static_cast<std::int64_t>(report_.attempts.size()));
    attempt.verdict.evaluator = "rtl-trace/1";
    attempt.verdict.tools = {{"verilator", "5.006"}, {"clang", "14.0.6"}};
    attempt.verdict.enforced_by = "bubblewrap 0.8.0, seccomp, cgroup v2";
    attempt.verdict.measurements = {{"compile_cpu", 0.71, "s"},
                                    {"simulate_cpu", 0.05, "s"},
                                    {"simulate_cpu", 0.04, "s"},
                                    {"simulate_cpu", 0.05, "s"}};
    report_.attempts.push_back(std::move(attempt));
    return report_.attempts.back();
  }

  void change(Attempt& attempt, const std::string& path, std::string_view before, const std::string& after,
              const std::string& rationale) {
    attempt.candidate.files[path] = after;
    attempt.candidate.rationale = rationale;
    attempt.diff += unified_diff(before, after, path);
    attempt.events.push_back({milliseconds(12), "note", "21 suspicious places in 1 file, 164 candidates"});
    attempt.events.push_back({attempt.propose_wall - milliseconds(180), "proposal", rationale});
    attempt.events.push_back({attempt.propose_wall, "check", "passed: the testbench finished without an error"});
  }

  void pass(Attempt& attempt, int compared) {
    attempt.status = AttemptStatus::passed;
    attempt.stop_reason = "the visible check passes";
    attempt.verdict.status = VerdictStatus::passed;
    attempt.verdict.summary = std::to_string(compared) + " values compared, all equal";
    attempt.verdict.measurements.push_back({"compared", static_cast<double>(compared), "1"});
    close(attempt);
  }

  void fail(Attempt& attempt, VerdictStatus status, const std::string& summary) {
    attempt.status = AttemptStatus::failed;
    attempt.verdict.status = status;
    attempt.verdict.summary = summary;
    close(attempt);
  }

  benchmarks::RunReport finish() {
    std::sort(report_.attempts.begin(), report_.attempts.end(),
              [](const Attempt& a, const Attempt& b) { return a.task < b.task; });
    report_.summary = benchmarks::summarise(report_.manifest, report_.attempts);
    return std::move(report_);
  }

 private:
  void close(Attempt& attempt) {
    attempt.events.push_back({attempt.propose_wall + attempt.judge_wall, "verdict",
                              std::string(to_string(attempt.verdict.status)) + ": " + attempt.verdict.summary});
  }

  benchmarks::RunReport report_;
};

void add_passes(SampleRun& run) {
  struct Pass {
    const char* id;
    const char* title;
    const char* path;
    std::string_view before;
    const char* from;
    const char* to;
    int checks, propose_ms, compared;
  };
  const Pass passes[] = {
      {"barrel-shifter-stale-result",
       "Barrel shifter repeats the previous result when two operations share their operands", "rtl/barrel_shifter.sv",
       kShifter, "always @(operand or amount)", "always_comb", 4, 812, 36864},
      {"btb-stubborn-fallthrough", "A single taken outcome flips a branch that almost never jumps",
       "rtl/branch_predictor.sv", kPredictor, "WEAK_NT", "STRONG_NT", 31, 3040, 18000},
      {"crc-engine-bad-fcs", "CRC engine computes a wrong Ethernet frame check sequence", "rtl/crc_word.sv", kCrc,
       "      .WIDTH (WIDTH),\n      .POLY  (POLY)\n",
       "      .WIDTH      (WIDTH),\n      .POLY       (POLY),\n      .REFLECT_IN (REFLECT_IN)\n", 212, 18460, 9216},
      {"debounce-press-late", "Button debouncer accepts a press late and drops presses of the minimum length",
       "rtl/debounce.sv", kDebounce, "stable_cnt == limit)", "stable_cnt == limit - 1'b1)", 57, 4911, 24576},
      {"fifo-latest-word-stale", "Stream FIFO delivers an old word instead of the new one", "rtl/stream_fifo.sv", kSkid,
       "if (accept && !out_ready)", "if (accept || !out_ready)", 88, 7204, 12288},
      {"fifo-thirteenth-word", "FIFO returns garbage for the thirteenth word", "rtl/sync_fifo.sv", kFifo,
       "PTR_W'(DEPTH))", "PTR_W'(DEPTH - 1))", 19, 1630, 30720},
      {"regfile-dual-write-read", "Same-cycle read disagrees with the value stored afterwards", "rtl/regfile.sv", kSkid,
       "skid_valid <= 1'b1", "skid_valid <= accept", 143, 11930, 65536},
      {"wrr-weight-eight-starves", "Port with weight 8 is never served", "rtl/wrr.sv", kPredictor, "2'd1;", "2'd2;", 9,
       1105, 8192}};
  for (const Pass& pass : passes) {
    Attempt& attempt = run.attempt(pass.id, pass.title, pass.checks, pass.propose_ms);
    run.change(attempt, pass.path, pass.before, replaced(pass.before, pass.from, pass.to),
               std::string(pass.path) + ": " +
                   (std::string_view(pass.from).size() < 40 ? std::string(pass.from) + " → " + pass.to
                                                            : "pass REFLECT_IN to the byte lane"));
    run.pass(attempt, pass.compared);
  }
}

void add_failures(SampleRun& run) {
  Attempt& overrun = run.attempt(
      "async-fifo-overrun", "Asynchronous FIFO overruns, and sometimes refuses words while nearly empty", 1873, 41280);
  run.change(overrun, "rtl/wr_side.sv", kOverrun,
             replaced(replaced(kOverrun, "{~rd_gray_sync[PTR_W-1],", "{~rd_gray_sync[PTR_W-1:PTR_W-2],"),
                      "rd_gray_sync[PTR_W-2:0]", "~rd_gray_sync[PTR_W-3:0]"),
             "rtl/wr_side.sv: invert the two upper bits of the synchronised pointer");
  overrun.stop_reason = "the visible check passes";
  overrun.verdict.mismatches = {{"full", 118, 36864, 2'465'000, 1, "1", "0"},
                                {"level", 964, 36864, 2'472'500, 1, "10", "11"},
                                {"rd_data", 211, 20480, 2'515'000, 2, "0000c0ffee15a4b3", "0000c0ffee15b4b7"}};
  run.fail(overrun, VerdictStatus::failed, "1293 of 94208 values differ, first full at 2465 ns: expected 1, got 0");

  Attempt& skid =
      run.attempt("skid-duplicate-after-idle", "Register slice delivers a word twice after a pause", 4000, 60'000);
  skid.turns = 3;
  skid.stop_reason = "4000 checks are used up";
  skid.events.push_back({milliseconds(9), "note", "34 suspicious places in 2 files, 5210 candidates"});
  skid.events.push_back({milliseconds(60'000), "note", "no candidate passed; handing in the starting state"});
  skid.verdict.mismatches = {{"out_data", 402, 12288, 385'000, 3, "5a", "a5"}};
  run.fail(skid, VerdictStatus::failed, "402 of 12288 values differ, first out_data at 385 ns: expected 5a, got a5");

  Attempt& div =
      run.attempt("signed-divider-wrong-sign", "Signed division returns results with the wrong sign", 12, 2210);
  run.change(div, "rtl/divider.sv", kDebounce, replaced(kDebounce, "(sync[1] != level[ch])", "sync[1] != level[ch]]"),
             "rtl/divider.sv: negate the quotient when the signs of both operands differ");
  div.stop_reason = "8 turns are used up";
  div.verdict.feedback =
      "rtl/divider.sv:41:42: syntax error, unexpected ']', expecting ';'\n"
      "   41 |     assign differs = sync[1] != level[ch]];\n"
      "      |                                          ^\n";
  run.fail(div, VerdictStatus::compile_error, "rtl/divider.sv:41:42: syntax error, unexpected ']', expecting ';'");

  Attempt& spi = run.attempt("spi-mode3-misread", "SPI master reads wrong bytes from a mode 3 flash", 0, 310);
  spi.turns = 0;
  spi.status = AttemptStatus::error;
  spi.verdict = {};
  spi.error = "bubblewrap: cannot create a user namespace: Operation not permitted (see gatesmith doctor)";
  run.plan("watchdog-early-bite", "Watchdog's first period after a warm restart is too short");
}

}  // namespace

benchmarks::RunReport sample_run() {
  SampleRun run;
  add_passes(run);
  add_failures(run);
  return run.finish();
}

benchmarks::RunReport strained_run() {
  benchmarks::RunReport report = sample_run();
  const std::string word(300, 'W');
  report.folder = "/srv/" + word;
  report.manifest.suite = report.manifest.model = report.manifest.strategy = word;
  report.manifest.evaluator = report.manifest.enforced_by = word;
  report.manifest.samples = 3;
  for (auto& [name, title] : report.manifest.titles) title += " " + word;
  for (Attempt& attempt : report.attempts) {
    attempt.stop_reason = attempt.candidate.rationale = attempt.verdict.summary = attempt.error = word;
    attempt.checks = 1'234'567'890;
    attempt.propose_wall = std::chrono::hours(100);
    attempt.diff = unified_diff("a\n", word + "\n", word);
    attempt.verdict.feedback = word;
    attempt.verdict.tools[word] = word;
    attempt.verdict.measurements.push_back({word, 1e300, word});
    attempt.verdict.mismatches.assign(60, {word, 1, 3, 18'446'744'073'709'551'615u, 1, word, std::string(300, 'V')});
    attempt.events.push_back({std::chrono::hours(100), word, word});
  }
  report.summary = benchmarks::summarise(report.manifest, report.attempts);
  return report;
}

}  // namespace gs::test
