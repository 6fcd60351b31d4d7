/// Task: one problem with its public workspace and its hidden judge.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gs::tasks {

/// Safe relative path -> content.
using FileSet = std::map<std::string, std::string>;

/// SHA-256 over names and contents, in path order.
std::string hash_of(const FileSet& files);

/// Signals recorded at one event of the testbench.
struct SampleGroup {
  struct Signal {
    std::string name;  ///< a signal of the testbench's top module
    std::string when;  ///< compared only where the golden's value of this 1-bit signal is 1; empty: always
  };
  std::string edge;   ///< "posedge" | "negedge"
  std::string clock;  ///< signal of the testbench's top module
  std::vector<Signal> signals;
};

/// How a candidate is examined. Files are relative to the workspace for a [check] and to tests/ for a [judge].
struct EvaluatorSettings {
  /// "rtl-trace" | "rtl-testbench" | "rtl-replay" | "rtl-cocotb" | "text-line" | "external" | "command"
  std::string evaluator;
  std::vector<std::string> testbench;  ///< SystemVerilog sources
  std::string top;                     ///< testbench's top module
  std::vector<std::uint32_t> seeds;    ///< one simulation each
  std::vector<SampleGroup> samples;    ///< rtl-trace
  std::string trace;                   ///< rtl-replay: CSV file
  std::string clock;                   ///< rtl-replay: clock port of the design
  std::string expected;                ///< text-line: file with the line that is asked for
  /// rtl-cocotb: what each service of the harness runs: "pytest /src/test_x.py"; command: the one command.
  std::vector<std::string> commands;
  std::string environment;             ///< rtl-cocotb: file of NAME = VALUE lines
  /// "verilator", "icarus", "both" or "auto"; empty: as the command line says, else "verilator".
  std::string simulator;
  /// rtl-testbench whose verdict is what it prints, as imported suites have it: some line must match `pass_line` and
  /// none `fail_line` (POSIX extended regular expressions, whole lines). Empty: it reports by $error and ends by
  /// $finish.
  std::string pass_line, fail_line;
  /// command: symbolic links that lie among the files, name to target; targets are relative and stay below the root.
  std::map<std::string, std::string> links;
  /// Files that the testbench reads while it runs; there they lie at ../in/tests/NAME (a check: ../in/ws/NAME).
  std::vector<std::string> data;
  /// Output and control tasks of the candidate ($display, $finish, ...) are taken out before it is compiled instead of
  /// being refused. Always so with `pass_line`.
  bool silence = false;
};

struct TaskLimits {
  std::chrono::milliseconds compile_wall{60'000};
  std::chrono::milliseconds run_wall{20'000};  ///< per simulation
  std::size_t memory_bytes = std::size_t{2} << 30;
};

/// Where an imported task comes from.
struct ImportedFrom {
  std::string format;       ///< "verilog-eval-v2-spec"
  std::string official_id;  ///< as the suite's own harness names it
};

/// A named answer that must be rejected.
struct KnownBad {
  std::string name;
  FileSet files;
};

/// Everything of a task directory, read into memory. A value: copy and share freely.
struct Task {
  std::string suite;  ///< "rtl-repair"
  std::string id;     ///< "fifo-full-flag-late"
  std::filesystem::path folder;
  std::string kind, title, difficulty, origin, licence;
  std::vector<std::string> tags;
  std::string instruction;  ///< Markdown
  std::optional<ImportedFrom> imported;
  std::string not_admitted;  ///< why an imported task was found unfit to judge by; empty when it was not

  std::string design_top;            ///< empty for rtl-line
  std::vector<std::string> sources;  ///< compile order; keys of workspace
  std::vector<std::string> include_dirs;
  std::string bug_class, reported_file;  ///< rtl-repair that was not imported; empty otherwise
  int changes = 1;

  FileSet workspace;  ///< the starting state, reproducer included
  std::optional<EvaluatorSettings> check;
  EvaluatorSettings judge;
  TaskLimits limits;

  FileSet hidden;    ///< tests/: never shown to a proposer
  FileSet solution;  ///< files the golden replaces
  std::vector<KnownBad> known_bad;

  std::string hash;  ///< SHA-256 over every file of the directory, names included

  std::string name() const { return suite + "/" + id; }
  bool has_tag(std::string_view tag) const;
  /// Workspace files a candidate may change: `sources` in their order, then what else lies in `include_dirs`.
  std::vector<std::string> editable_files() const;
};

}  // namespace gs::tasks
