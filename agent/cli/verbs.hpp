/// The verbs of the command line: one table, one function each.
#pragma once

#include <atomic>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"

namespace gs::cli {

/// Exit codes of the program, as the README tells users.
enum class ExitCode : int { done = 0, failed = 1, usage = 2, environment = 3, budget = 4, interrupted = 130 };

/// What a verb works with: arguments after the verb, streams, log. `is_terminal`: standard error is one.
struct Invocation {
  std::vector<std::string> arguments;
  std::ostream& out;
  std::ostream& err;
  Log& log;
  bool is_terminal = false;
  int columns = 100;
  bool colour = false;
};

struct Verb {
  std::string_view name;
  std::string_view help;
  Result<ExitCode> (*run)(Invocation&);
};

const std::vector<Verb>& verbs();

Result<ExitCode> run_verb(Invocation& invocation);     // run_verb.cpp
Result<ExitCode> judge_verb(Invocation& invocation);   // judge_verb.cpp
Result<ExitCode> tasks_verb(Invocation& invocation);   // tasks_verb.cpp
Result<ExitCode> import_verb(Invocation& invocation);  // import_verb.cpp
Result<ExitCode> score_verb(Invocation& invocation);   // score_verb.cpp
Result<ExitCode> report_verb(Invocation& invocation);  // report_verb.cpp
Result<ExitCode> show_verb(Invocation& invocation);    // show_verb.cpp
Result<ExitCode> pte_verb(Invocation& invocation);     // pte_verb.cpp
Result<ExitCode> doctor_verb(Invocation& invocation);  // doctor_verb.cpp
Result<ExitCode> repair_verb(Invocation& invocation);  // repair_verb.cpp

/// The code a failed verb exits with: usage for what the user gave, environment for what the machine lacks.
ExitCode exit_code_of(const Error& error);

/// True after SIGINT or SIGTERM.
bool interrupted();
/// The same for who looks at it from other threads.
const std::atomic<bool>& interrupt_flag();
void catch_signals();

/// For verbs that go on after Ctrl-C: from now on SIGINT only raises the flag, until the third in a row ends the
/// program, and clear_interrupt() lowers it. SIGTERM stays what it was, and cannot be taken back.
void keep_after_interrupts();
void clear_interrupt();
/// True after SIGTERM.
bool told_to_end();

}  // namespace gs::cli
