// How long a box takes to start and end, beside what a user would use instead: /bin/true by fork and exec, by
// posix_spawn, in a bare bubblewrap, and in our boxes with and without control groups. The ways take turns, so that a
// busy machine is busy for all of them. usage: perf_sandbox [STARTS]
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "sandbox/bubblewrap.hpp"

namespace {

using Clock = std::chrono::steady_clock;

bool wait_for(pid_t pid) {
  int status = 0;
  return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

char* const kTrue[] = {const_cast<char*>("/bin/true"), nullptr};
char* const kNothing[] = {nullptr};

bool fork_and_exec(char* const* argv) {
  const pid_t pid = fork();
  if (pid == 0) {
    execve(argv[0], argv, kNothing);
    _exit(127);
  }
  return wait_for(pid);
}

bool spawn(char* const* argv) {
  pid_t pid = -1;
  return posix_spawn(&pid, argv[0], nullptr, nullptr, argv, kNothing) == 0 && wait_for(pid);
}

/// What people write when they sandbox a tool by hand: all namespaces, /usr, a temporary folder.
const std::vector<std::string> kBareBubblewrap = {
    "/usr/bin/bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--ro-bind", "/usr",
    "/usr",           "--symlink",     "usr/bin",           "/bin",          "--symlink", "usr/lib",
    "/lib",           "--symlink",     "usr/lib64",         "/lib64",        "--proc",    "/proc",
    "--dev",          "/dev",          "--tmpfs",           "/tmp",          "/bin/true"};

struct Way {
  std::string name;
  std::function<bool()> start;
  std::vector<double> ms;
};

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

bool run_box(gs::sandbox::Sandbox& sandbox) {
  gs::sandbox::Request request;
  request.label = "start";
  request.steps.push_back({{"/bin/true"}});
  return sandbox.run(request).all_ok();
}

}  // namespace

int main(int argc, char** argv) {
  const int starts = argc > 1 ? std::atoi(argv[1]) : 200;
  if (starts < 10) return std::fprintf(stderr, "perf_sandbox: at least 10 starts\n"), 2;
  auto ours = gs::sandbox::make_bubblewrap();
  auto uncounted = gs::sandbox::make_bubblewrap({.cgroups = gs::sandbox::CgroupChoice::none});
  for (const auto* sandbox : {&ours, &uncounted}) {
    if (!sandbox->ok()) return std::fprintf(stderr, "%s\n", sandbox->error().to_line().c_str()), 3;
  }

  std::vector<char*> bare;
  for (const std::string& word : kBareBubblewrap) bare.push_back(const_cast<char*>(word.c_str()));
  bare.push_back(nullptr);
  std::vector<Way> ways{{"fork and exec", [] { return fork_and_exec(kTrue); }, {}},
                        {"posix_spawn", [] { return spawn(kTrue); }, {}},
                        {"bare bubblewrap", [&] { return spawn(bare.data()); }, {}},
                        {"our box, no cgroup", [&] { return run_box(**uncounted); }, {}},
                        {"our box", [&] { return run_box(**ours); }, {}}};
  for (int round = -5; round < starts; ++round) {  // the first five only warm up
    for (Way& way : ways) {
      const auto start = Clock::now();
      if (!way.start()) return std::fprintf(stderr, "%s: did not end well\n", way.name.c_str()), 1;
      const std::chrono::duration<double, std::milli> took = Clock::now() - start;
      if (round >= 0) way.ms.push_back(took.count());
    }
  }
  const double bare_median = quantile(ways[2].ms, 0.5);
  gs::Json rows = gs::Json::array();
  std::printf("%-20s %9s %9s %9s %12s %9s\n", "way", "median ms", "p10 ms", "p90 ms", "over bare ms", "ratio");
  for (const Way& way : ways) {
    const double median = quantile(way.ms, 0.5);
    const double p10 = quantile(way.ms, 0.1), p90 = quantile(way.ms, 0.9);
    std::printf("%-20s %9.2f %9.2f %9.2f %+12.2f %9.2f\n", way.name.c_str(), median, p10, p90, median - bare_median,
                median / bare_median);
    rows.push_back({{"way", way.name}, {"median_ms", median}, {"p10_ms", p10}, {"p90_ms", p90}});
  }
  const gs::Json all{{"starts", starts}, {"sandbox", (*ours)->description()}, {"ways", rows}};
  std::printf("%s\n", all.dump().c_str());
  return 0;
}
