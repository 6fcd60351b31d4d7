/// The verdict rules of published harnesses, as functions of what their commands printed.
///
/// They are kept with their faults, so that a published figure can be reproduced: the outcomes are the harness's own
/// words or letters. Sources: VerilogEval release/1.0.0 verilog_eval/execution.py; VerilogEval main scripts/
/// sv-iv-analyze and Makefile.in; RTLLM auto_run.py.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gs::official {

enum class Rules { verilog_eval_v1, verilog_eval_v2, rtllm };

/// "verilog-eval-v1", "verilog-eval-v2", "rtllm".
std::string_view to_string(Rules rules);
Result<Rules> rules_from(std::string_view word);

struct Outcome {
  std::string outcome;
  bool passed = false;
};

/// v1: "passed", "failed: syntax error.", "failed: compile error.", "failed: N out of M samples.", "failed: info string
/// not matched." or "timed out". `out` and `err`: of compiler and simulation together.
Outcome classify_verilog_eval_v1(std::string_view out, std::string_view err, bool timed_out);

/// v2: '.', or the letter of the first sign found: S e 0 n w m c T while reading the log, then p, C, and r or R by the
/// candidate's text. `log`: what compiler and simulation printed, and "TIMEOUT" after 30 s.
Outcome classify_verilog_eval_v2(std::string_view log, std::string_view candidate);

/// RTLLM: "syntax_fail", "syntax_success" or "func_success".
Outcome classify_rtllm(bool compiled, bool ended, std::string_view output);

}  // namespace gs::official
