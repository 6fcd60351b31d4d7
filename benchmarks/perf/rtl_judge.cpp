// What a verdict costs, beside what a user would run instead, on the golden answers of VerilogEval v2:
// verdict: every problem by our judge through Verilator and by stock `verilator --binary`, taking turns; CPU seconds.
// suite: the whole suite by our judge with `auto` and by the official Icarus commands, two jobs each; wall clock.
// usage: perf_rtl_judge verdict|suite DATASET_FOLDER [FIRST [COUNT]]
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/files.hpp"
#include "base/json.hpp"
#include "benchmarks/perf/verilog_eval.hpp"
#include "evaluators/rtl/rtl_judge.hpp"
#include "sandbox/bubblewrap.hpp"

extern char** environ;

namespace {

using gs::tasks::Task;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// CPU time of this process and of every child that has ended.
double cpu_seconds() {
  double total = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& t : {usage.ru_utime, usage.ru_stime})
      total += static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  }
  return total;
}

/// True when the shell command exits 0.
bool shell(const std::string& command) {
  const char* argv[] = {"/bin/sh", "-c", command.c_str(), nullptr};
  pid_t pid = -1;
  int status = 0;
  return posix_spawn(&pid, argv[0], nullptr, nullptr, const_cast<char* const*>(argv), environ) == 0 &&
         waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool prints(const std::filesystem::path& file, const char* text) {
  const auto content = gs::read_file(file);
  return content.ok() && content->find(text) != std::string::npos;
}

std::string in_folder(const std::filesystem::path& folder) {
  return "cd '" + folder.string() + "' && ";
}

/// A folder with the files that the official commands take.
void lay_out(const std::filesystem::path& folder, const Task& problem) {
  for (const auto& [name, content] : problem.hidden) (void)gs::write_file_atomic(folder / name, content);
  (void)gs::write_file_atomic(folder / "sample.sv", problem.solution.at("top_module.sv"));
}

/// As in VerilogEval's Makefile.
bool official_icarus(const std::filesystem::path& folder) {
  (void)shell(in_folder(folder) +
              "iverilog -Wall -Winfloop -Wno-timescale -g2012 -s tb -o B sample.sv test.sv ref.sv >log 2>&1 && "
              "timeout 30 ./B >>log 2>&1");
  return prints(folder / "log", "Mismatches: 0 in ");
}

/// As Verilator's manual has it.
bool stock_verilator(const std::filesystem::path& folder) {
  (void)shell(in_folder(folder) +
              "verilator --binary --timing -j 2 -Wno-fatal --top-module tb sample.sv test.sv ref.sv >log 2>&1 && "
              "timeout 30 ./obj_dir/Vtb >>log 2>&1");
  return prints(folder / "log", "Mismatches: 0 in ");
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Judging {
  std::unique_ptr<gs::sandbox::Sandbox> box;
  std::unique_ptr<gs::rtl::RtlJudge> judge;
};

gs::Result<Judging> open_judge(gs::rtl::SimulatorChoice choice, const std::filesystem::path& cache) {
  Judging judging;
  GS_TRY(judging.box, gs::sandbox::make_bubblewrap());
  gs::Log log(gs::LogLevel::info, gs::stderr_sink());
  GS_TRY(gs::rtl::VerilatorRuntime verilator,
         gs::rtl::prepare_verilator_runtime(*judging.box, gs::cache_folder(), log));
  GS_TRY(gs::rtl::IcarusRuntime icarus, gs::rtl::prepare_icarus_runtime(*judging.box, gs::cache_folder(), log));
  judging.judge = std::make_unique<gs::rtl::RtlJudge>(*judging.box, std::move(verilator), std::move(icarus),
                                                      gs::rtl::RtlJudgeOptions{choice, cache});
  return judging;
}

int fail(const gs::Error& error) {
  return std::fprintf(stderr, "perf_rtl_judge: %s\n", error.to_line().c_str()), 3;
}

/// The result of our judge as one line, and whether it passed.
bool judged(gs::rtl::RtlJudge& judge, const Task& problem, std::string& line) {
  const auto verdict = judge.evaluate(problem, gs::tasks::golden_candidate(problem), gs::evaluators::Phase::judge);
  line = verdict ? std::string(to_string(verdict->status)) + " by " + verdict->decided_by + ": " + verdict->summary
                 : verdict.error().to_line();
  if (verdict) {
    for (const std::string& finding : verdict->findings) line += " | " + finding;
  }
  return verdict && verdict->passed();
}

int compare_verdicts(const std::vector<Task>& problems) {
  auto judging = open_judge(gs::rtl::SimulatorChoice::verilator, {});
  if (!judging) return fail(judging.error());
  std::vector<double> ours, stock;
  int ours_passed = 0, stock_passed = 0;
  for (const Task& problem : problems) {
    auto folder = gs::TempDir::create("perf");
    if (!folder) return fail(folder.error());
    lay_out(folder->path(), problem);
    std::string line;
    double before = cpu_seconds();
    const bool by_us = judged(*judging->judge, problem, line);
    const double our_cpu = cpu_seconds() - before;
    before = cpu_seconds();
    const bool by_stock = stock_verilator(folder->path());
    const double stock_cpu = cpu_seconds() - before;
    ours_passed += by_us;
    stock_passed += by_stock;
    ours.push_back(our_cpu);
    stock.push_back(stock_cpu);
    std::printf("%-40s ours %6.2f s%s stock %6.2f s%s%s\n", problem.id.c_str(), our_cpu, by_us ? " " : "!", stock_cpu,
                by_stock ? " " : "!", by_us ? "" : ("  " + line).c_str());
    std::fflush(stdout);
  }
  const double a = median(ours), b = median(stock);
  std::printf("median CPU of a verdict: ours %.2f s, stock %.2f s, ratio 1/%.1f; passed: ours %d, stock %d of %zu\n", a,
              b, b / a, ours_passed, stock_passed, problems.size());
  std::printf("%s\n", gs::Json{{"ours_cpu_s", a},
                               {"stock_cpu_s", b},
                               {"ratio", b / a},
                               {"problems", problems.size()},
                               {"ours_passed", ours_passed},
                               {"stock_passed", stock_passed}}
                          .dump()
                          .c_str());
  return 0;
}

/// Runs `work` on every problem, two at a time; wall clock seconds.
template <typename Work>
double with_two_jobs(const std::vector<Task>& problems, Work work) {
  std::atomic<std::size_t> next{0};
  const auto start = Clock::now();
  std::vector<std::thread> jobs;
  for (int i = 0; i < 2; ++i) {
    jobs.emplace_back([&] {
      for (std::size_t k; (k = next++) < problems.size();) work(problems[k], k);
    });
  }
  for (std::thread& job : jobs) job.join();
  return seconds_since(start);
}

int compare_suites(const std::vector<Task>& problems) {
  auto costs = gs::TempDir::create("perf");
  auto root = gs::TempDir::create("perf");
  if (!root || !costs) return fail(root.ok() ? costs.error() : root.error());
  for (const Task& problem : problems) {
    (void)gs::create_directories(root->path() / problem.id);
    lay_out(root->path() / problem.id, problem);
  }
  struct Round {
    double wall = 0, cpu = 0;
    std::atomic<int> passed{0};
  };
  Round first, again, official;
  std::mutex print;
  for (Round* round : {&first, &official, &again}) {
    const double before = cpu_seconds();
    if (round == &official) {
      round->wall = with_two_jobs(problems, [&](const Task& problem, std::size_t) {
        round->passed += official_icarus(root->path() / problem.id);
      });
    } else {
      auto judging = open_judge(gs::rtl::SimulatorChoice::automatic, costs->path());
      if (!judging) return fail(judging.error());
      round->wall = with_two_jobs(problems, [&](const Task& problem, std::size_t) {
        std::string line;
        const auto start = Clock::now();
        const bool passed = judged(*judging->judge, problem, line);
        round->passed += passed;
        const double took = seconds_since(start);
        const std::lock_guard lock(print);
        if (!passed || took > 0.5) std::printf("  %-40s %5.2f s %s\n", problem.id.c_str(), took, line.c_str());
      });
    }
    round->cpu = cpu_seconds() - before;
  }
  const auto row = [](const char* name, const Round& round) {
    std::printf("%-34s %6.1f s wall %6.1f s CPU  %d passed\n", name, round.wall, round.cpu, round.passed.load());
  };
  row("ours, auto, nothing known", first);
  row("official Icarus commands", official);
  row("ours, auto, costs known", again);
  std::printf("%s\n", gs::Json{{"problems", problems.size()},
                               {"first_wall_s", first.wall},
                               {"official_wall_s", official.wall},
                               {"again_wall_s", again.wall},
                               {"first_passed", first.passed.load()},
                               {"official_passed", official.passed.load()},
                               {"again_passed", again.passed.load()}}
                          .dump()
                          .c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || (std::strcmp(argv[1], "verdict") != 0 && std::strcmp(argv[1], "suite") != 0)) {
    std::fprintf(stderr, "usage: perf_rtl_judge verdict|suite DATASET_FOLDER [FIRST [COUNT]]\n");
    return 2;
  }
  auto problems = gs::perf::read_verilog_eval(argv[2]);
  if (!problems) return fail(problems.error());
  const std::size_t first = std::min<std::size_t>(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 0, problems->size());
  const std::size_t count =
      std::min<std::size_t>(argc > 4 ? std::strtoul(argv[4], nullptr, 10) : problems->size(), problems->size() - first);
  const std::vector<Task> chosen(problems->begin() + static_cast<std::ptrdiff_t>(first),
                                 problems->begin() + static_cast<std::ptrdiff_t>(first + count));
  return std::strcmp(argv[1], "verdict") == 0 ? compare_verdicts(chosen) : compare_suites(chosen);
}
