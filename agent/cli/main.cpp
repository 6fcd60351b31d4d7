// gatesmith <verb> ...: results on stdout, diagnostics and progress on stderr.
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <iostream>

#include "agent/cli/verbs.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

namespace gs::cli {
namespace {

std::atomic<bool> signal_seen{false}, end_wanted{false};
std::atomic<int> interrupts{0}, interrupts_enough{2};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free,
              "a signal handler writes them");

extern "C" void on_signal(int number) {
  const bool at_once = number == SIGINT ? interrupts.fetch_add(1) + 1 >= interrupts_enough.load() : end_wanted.load();
  if (at_once || (number == SIGINT && end_wanted.load())) ::_exit(static_cast<int>(ExitCode::interrupted));
  if (number != SIGINT) end_wanted.store(true);
  signal_seen.store(true);
}

int terminal_columns() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return 100;
}

void print_help(std::ostream& out) {
  out << "gatesmith " << GS_VERSION << ": a workbench for language models that work on hardware and GPU code\n\n"
      << "usage: gatesmith <verb> [options]      gatesmith <verb> --help\n\n";
  for (const Verb& verb : verbs()) out << fmt::format("  {:<8} {}\n", verb.name, verb.help);
  out << "\nExit codes: 0 done, 1 a candidate, gate or comparison failed, 2 usage, 3 environment, 4 budget, 130 "
         "interrupted.\n";
}

int fail(const Error& error) {
  std::cerr << "gatesmith: " << error.to_line() << "\n";
  return static_cast<int>(exit_code_of(error));
}

int dispatch(std::vector<std::string> words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_help(words.empty() ? std::cerr : std::cout);
    return static_cast<int>(words.empty() ? ExitCode::usage : ExitCode::done);
  }
  if (words[0] == "--version") {
    std::cout << "gatesmith " << GS_VERSION << "\n";
    return 0;
  }
  const std::string name = words[0];
  words.erase(words.begin());
  Log log(LogLevel::info, stderr_sink());
  Invocation invocation{std::move(words), std::cout, std::cerr, log};
  invocation.is_terminal = ::isatty(STDERR_FILENO) == 1;
  invocation.columns = terminal_columns();
  invocation.colour = ::isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR").empty();
  std::vector<std::string> names;
  for (const Verb& verb : verbs()) {
    if (verb.name != name) {
      names.emplace_back(verb.name);
      continue;
    }
    catch_signals();
    const auto code = verb.run(invocation);
    return code ? static_cast<int>(*code) : fail(code.error());
  }
  const std::string near = nearest(name, names);
  return fail(invalid_input(fmt::format("\"{}\" is no verb{}; gatesmith --help lists them", name,
                                        near.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", near))));
}

bool reader_has_gone() {
  pollfd out{STDOUT_FILENO, 0, 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

// Results that did not get out are no success. A reader that closed its end of the pipe has seen enough.
int run(std::vector<std::string> words) {
  const int code = dispatch(std::move(words));
  if (std::cout.flush() || reader_has_gone()) return code;
  std::cerr << "gatesmith: cannot write to standard output\n";
  return static_cast<int>(ExitCode::environment);
}

}  // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> table = {
      {"run", "runs a task suite with a model and records it; the same command resumes", run_verb},
      {"judge", "judges a given candidate: no agent, no model", judge_verb},
      {"tasks", "list, show, lint, mutate: task suites, and whether they are fit to judge by", tasks_verb},
      {"import", "turns a suite of others into task directories", import_verb},
      {"score", "scores a file of predictions by its suite's own arithmetic", score_verb},
      {"report", "prints a recorded run as table, JSON or HTML", report_verb},
      {"show", "shows one attempt of a recorded run: what was said, done and handed in", show_verb},
      {"pte", "what the turns of a transcript cost, in prefill-token equivalents, and why", pte_verb},
      {"repair", "repairs your own design in a session: proposes, tests, shows, applies, takes back", repair_verb},
      {"doctor", "tools and isolation: what works here and what to install", doctor_verb},
  };
  return table;
}

ExitCode exit_code_of(const Error& error) {
  switch (error.code()) {
    case ErrorCode::invalid_input:
    case ErrorCode::not_found:
    case ErrorCode::limit_exceeded:
      return ExitCode::usage;  // a file too long; a spent budget is a verb's own ExitCode
    default:
      return ExitCode::environment;
  }
}

bool interrupted() {
  return signal_seen.load();
}

const std::atomic<bool>& interrupt_flag() {
  return signal_seen;
}

void keep_after_interrupts() {
  interrupts_enough.store(3);
}

void clear_interrupt() {
  interrupts.store(0);
  if (!end_wanted.load()) signal_seen.store(false);
}

bool told_to_end() {
  return end_wanted.load();
}

void catch_signals() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

}  // namespace gs::cli

int main(int argc, char** argv) {
  return gs::cli::run({argv + 1, argv + argc});
}
