// Each check runs an attack with tools of the host in a box and judges by what it saw, not only by an exit code: a tool
// that is missing must not look like an attack that was repelled.
#include "sandbox/self_test.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <system_error>

#include "base/files.hpp"
#include "base/text.hpp"
#include "sandbox/process.hpp"

namespace gs::sandbox {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t kDetailBytes = 200;

Request make_request(std::vector<std::vector<std::string>> commands) {
  Request request;
  request.label = "self-test";
  for (std::vector<std::string>& argv : commands) {
    Step step;
    step.argv = std::move(argv);
    step.stop_on_failure = false;
    request.steps.push_back(std::move(step));
  }
  return request;
}

std::string one_line(std::string_view text) {
  std::string line = clean_utf8(trim(text).substr(0, kDetailBytes));
  for (char& c : line) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return line;
}

std::string describe(const StepOutcome& step) {
  std::string text(to_string(step.status));
  if (step.status == StepStatus::nonzero) text += " " + std::to_string(step.exit_code);
  if (!trim(step.stderr_text).empty()) text += ": " + one_line(step.stderr_text);
  return text;
}

Check verdict(std::string name, bool held, std::string detail) {
  return {std::move(name), held ? CheckStatus::pass : CheckStatus::fail, std::move(detail)};
}

/// The command ran and was refused: it is not one that is missing.
bool was_refused(const StepOutcome& step) {
  return step.status == StepStatus::nonzero && step.exit_code != 126 && step.exit_code != 127;
}

/// Runs the request; a fail when the box did not complete, else what `judge` makes of the outcome.
template <typename Judge>
Check check(Sandbox& sandbox, std::string name, const Request& request, Judge judge) {
  const Outcome outcome = sandbox.run(request);
  if (outcome.status != Outcome::Status::completed || outcome.steps.size() != request.steps.size()) {
    return verdict(std::move(name), false, one_line(outcome.error));
  }
  return judge(std::move(name), outcome.steps);
}

using Steps = std::vector<StepOutcome>;

Check check_environment(Sandbox& sandbox) {
  const Request request = make_request({{"env"}, {"cat", "/proc/1/environ"}});
  return check(sandbox, "environment", request, [](std::string name, const Steps& steps) {
    bool clean = steps[0].status == StepStatus::ok;
    std::string seen;
    for (const std::string_view line : split_lines(steps[0].stdout_text)) {
      const std::string variable(line.substr(0, line.find('=')));
      const bool expected = variable == "PATH" || variable == "HOME" || variable == "LANG";
      clean = clean && expected;
      seen += (seen.empty() ? "" : " ") + variable;
    }
    clean = clean && steps[1].stdout_text.empty();
    return verdict(std::move(name), clean, "seen: " + one_line(seen) + "; /proc/1/environ: " + describe(steps[1]));
  });
}

Check check_host_files(Sandbox& sandbox) {
  const Request request = make_request({{"cat", "/etc/passwd"}, {"ls", "/home", "/root", "/var"}});
  return check(sandbox, "host files", request, [](std::string name, const Steps& steps) {
    const bool held =
        was_refused(steps[0]) && was_refused(steps[1]) && steps[0].stdout_text.empty() && steps[1].stdout_text.empty();
    return verdict(std::move(name), held, describe(steps[0]));
  });
}

Check check_read_only(Sandbox& sandbox) {
  Request request =
      make_request({{"touch", "/usr/gatesmith-was-here"}, {"touch", "/x", "/dev/x"}, {"touch", "../in/a"}});
  request.files["a"] = "";
  return check(sandbox, "read-only", request, [](std::string name, const Steps& steps) {
    bool held = true;
    for (const StepOutcome& step : steps) held = held && was_refused(step);
    return verdict(std::move(name), held, describe(steps[0]));
  });
}

Check check_network(Sandbox& sandbox) {
  Request request = make_request({{"readlink", "/proc/self/ns/net"}, {"cat", "/proc/net/dev"}});
  request.policy.proc = true;
  return check(sandbox, "network", request, [](std::string name, const Steps& steps) {
    std::error_code ignored;
    const std::string outside = fs::read_symlink("/proc/self/ns/net", ignored).string();
    const std::string inside(trim(steps[0].stdout_text));
    const bool own = steps[0].status == StepStatus::ok && !outside.empty() && !inside.empty() && inside != outside;
    bool only_loopback = steps[1].status == StepStatus::ok;
    const auto lines = split_lines(steps[1].stdout_text);
    for (std::size_t i = 2; i < lines.size(); ++i) only_loopback = only_loopback && trim(lines[i]).rfind("lo:", 0) == 0;
    std::string detail = own ? "a namespace of its own" : "the host's namespace, or unknown";
    detail += only_loopback ? ", loopback only" : ", with interfaces";
    return verdict(std::move(name), own && only_loopback, detail);
  });
}

Check check_user_namespace(Sandbox& sandbox) {
  const Request request = make_request({{"unshare", "--user", "/bin/true"}, {"/bin/true"}});
  return check(sandbox, "nested user namespace", request, [](std::string name, const Steps& steps) {
    const bool held = was_refused(steps[0]) && steps[1].status == StepStatus::ok;
    return verdict(std::move(name), held, describe(steps[0]));
  });
}

Check check_file_size(Sandbox& sandbox) {
  Request request = make_request({{"sh", "-c", "exec head -c 2097152 /dev/zero > large"}});
  request.limits.file_bytes = std::size_t{1} << 20;
  return check(sandbox, "file size limit", request, [](std::string name, const Steps& steps) {
    return verdict(std::move(name), steps[0].status == StepStatus::output_limit,
                   "writing 2 MiB under a limit of 1 MiB: " + describe(steps[0]));
  });
}

Check check_work_size(Sandbox& sandbox) {
  Request request = make_request({{"sh", "-c", "exec head -c 8388608 /dev/zero > large"}});
  request.limits.work_bytes = std::size_t{4} << 20;
  return check(sandbox, "work folder limit", request, [](std::string name, const Steps& steps) {
    return verdict(std::move(name), steps[0].status == StepStatus::output_limit,
                   "writing 8 MiB into 4 MiB: " + describe(steps[0]));
  });
}

Check check_memory(Sandbox& sandbox) {
  Request request = make_request({{"dd", "if=/dev/zero", "of=/dev/null", "bs=1G", "count=1"}});
  request.limits.memory_bytes = std::size_t{256} << 20;
  return check(sandbox, "memory limit", request, [](std::string name, const Steps& steps) {
    const bool held = was_refused(steps[0]) || steps[0].status == StepStatus::out_of_memory;
    return verdict(std::move(name), held, "1 GiB under a limit of 256 MiB: " + describe(steps[0]));
  });
}

Check check_processes(Sandbox& sandbox) {
  const std::string forks = "i=0; while [ $i -lt 64 ]; do sleep 5 & i=$((i+1)); done; exit 0";
  Request request = make_request({{"sh", "-c", forks}});
  request.limits.processes = 16;
  return check(sandbox, "process limit", request, [](std::string name, const Steps& steps) {
    const bool held = was_refused(steps[0]) || steps[0].status == StepStatus::process_limit;
    return verdict(std::move(name), held, "64 processes under a limit of 16: " + describe(steps[0]));
  });
}

Check check_wall_kill(Sandbox& sandbox) {
  static std::atomic<unsigned> count{0};
  const std::string marker = "98765." + std::to_string(::getpid()) + std::to_string(count.fetch_add(1));
  const std::string daemon = "(trap '' TERM HUP; setsid sleep " + marker + " &); exec sleep " + marker;
  Request request = make_request({{"sh", "-c", daemon}});
  request.limits.wall = milliseconds(300);
  return check(sandbox, "wall limit", request, [&](std::string name, const Steps& steps) {
    const std::size_t left = processes_with(marker).size();
    return verdict(std::move(name), steps[0].status == StepStatus::timeout_wall && left == 0,
                   describe(steps[0]) + ", " + std::to_string(left) + " processes left");
  });
}

struct Attack {
  Check (*run)(Sandbox&);
  bool mandatory;  ///< see Check
};

Check check_box_memory(Sandbox& sandbox) {
  const std::string four = "for i in 1 2 3 4; do (head -c 64M /dev/zero | tail -c 64M >/dev/null) & done; wait; exit 1";
  Request request = make_request({{"sh", "-c", four}});
  request.limits.memory_bytes = std::size_t{128} << 20;
  return check(sandbox, "memory of the whole box", request, [](std::string name, const Steps& steps) {
    return verdict(std::move(name), steps[0].status == StepStatus::out_of_memory,
                   "4 times 64 MiB under a limit of 128 MiB: " + describe(steps[0]));
  });
}

Check check_proc_files(Sandbox& sandbox) {
  const Request request = make_request({{"cat", "/proc/self/maps"}});
  return check(sandbox, "files of /proc", request, [](std::string name, const Steps& steps) {
    return verdict(std::move(name), was_refused(steps[0]), describe(steps[0]));
  });
}

Check check_tools(Sandbox& sandbox) {
  Request request = make_request({{"/bin/sh", "-c", "true"}});
  request.policy = Policy::run();
  return check(sandbox, "no tools in run boxes", request, [](std::string name, const Steps& steps) {
    const bool refused = steps[0].status == StepStatus::nonzero && steps[0].exit_code == 126;
    return verdict(std::move(name), refused, describe(steps[0]));
  });
}

constexpr Attack kAttacks[] = {
    {check_environment, true},    {check_host_files, true}, {check_read_only, true},   {check_network, true},
    {check_user_namespace, true}, {check_file_size, true},  {check_work_size, true},   {check_memory, true},
    {check_processes, true},      {check_wall_kill, true},  {check_box_memory, false}, {check_proc_files, false},
    {check_tools, false},
};

}  // namespace

std::vector<Check> run_self_test(Sandbox& sandbox) {
  std::vector<Check> checks;
  for (const Attack& attack : kAttacks) {
    checks.push_back(attack.run(sandbox));
    checks.back().mandatory = attack.mandatory;
  }
  return checks;
}

std::vector<int> processes_with(const std::string& marker) {
  std::vector<int> pids;
  for (const int pid : process_numbers()) {
    if (pid == ::getpid()) continue;
    const Result<std::string> command = read_file(fs::path("/proc") / std::to_string(pid) / "cmdline");
    if (command && command->find(marker) != std::string::npos) pids.push_back(pid);
  }
  return pids;
}

}  // namespace gs::sandbox
