/// Attacks on a Sandbox, to see that it holds here and now.
#pragma once

#include <string>
#include <vector>

#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

enum class CheckStatus { pass, fail };

/// One attack and what came of it.
struct Check {
  std::string name;  ///< "environment"
  CheckStatus status = CheckStatus::fail;
  std::string detail;     ///< one line: what was seen
  bool mandatory = true;  ///< when it fails, no candidate runs in this Sandbox
};

/// About ten boxes, less than a second on a quiet machine. Everything that was not clearly repelled is a fail, a
/// sandbox_error too. Thread-safe.
std::vector<Check> run_self_test(Sandbox& sandbox);

/// Host pids of processes whose command line contains `marker`, ourselves left out.
std::vector<int> processes_with(const std::string& marker);

}  // namespace gs::sandbox
