/// Gate: refuses what has no business in a candidate's RTL, with a message a proposer can act on.
///
/// The gate is for feedback; the box is the security. It works on tokens, sees through white space and comments, and
/// does not expand macros: where uses_macros, the judge has it look at the expanded text too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "evaluators/rtl/bench_names.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::rtl {

struct GateFinding {
  std::string file;
  std::uint32_t line = 0, column = 0;
  std::string text;  ///< the offending token
  std::string reason;

  /// "rtl/x.sv:12:5: $system: a design may not run host commands".
  std::string to_line() const;
};

/// What must be kept from the candidate. Of a testbench's own text, order of compilation is what protects it: the
/// testbench comes first, so `timescale, `default_nettype, `celldefine or `begin_keywords that a candidate leaves set
/// reach no file but the candidate's, and stay legal.
struct GatePolicy {
  std::string testbench_top;  ///< hierarchical references to it are refused; empty: none
  BenchNames bench;           ///< may not be declared again nor reached; see bench_names()
  /// The testbench judges by printed text, and files went through silence(), those of the baseline too: what is left
  /// of printing, anywhere, is refused.
  bool silenced = false;
};

/// What `files` contains and `baseline` (the starting state) does not already contain as often: an author's own $fatal
/// in a parameter check stays legal. Packages and functions of either are the design's own. Findings in file and line
/// order. Linear time, any input.
std::vector<GateFinding> inspect(const tasks::FileSet& files, const tasks::FileSet& baseline, const GatePolicy& policy);

/// The verdict on a candidate with such findings, of which there is at least one.
tasks::Verdict refusal(const std::vector<GateFinding>& refused);

/// Whether the text that the compiler sees may be another one: macros defined or used. Linear time, any input.
bool uses_macros(const tasks::FileSet& files);

}  // namespace gs::rtl
