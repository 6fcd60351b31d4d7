/// An inspector that answers at once and remembers what it was asked.
#pragma once

#include <string>
#include <vector>

#include "evaluators/inspector.hpp"

namespace gs::test {

/// Compiles what does not hold `rejects`. Traces signals called "known".
class FakeInspector final : public evaluators::Inspector {
 public:
  Result<tasks::Verdict> compile(const tasks::Task&, const tasks::Candidate& candidate) override {
    ++compiled;
    tasks::Verdict verdict;
    verdict.status = tasks::VerdictStatus::passed;
    verdict.summary = "compiles";
    for (const auto& [path, content] : candidate.files) {
      if (content.find(rejects) == std::string::npos) continue;
      verdict.status = tasks::VerdictStatus::compile_error;
      verdict.summary = "does not compile: 1 error";
      verdict.feedback = path + ":1: error: syntax error";
    }
    return verdict;
  }
  Result<std::string> trace(const tasks::Task&, const tasks::Candidate&, const tasks::Verdict&,
                            const evaluators::SignalAt& where, std::size_t cap_bytes) override {
    traced.push_back(where);
    if (where.signal != "known") return invalid_input("no signal \"" + where.signal + "\" in the simulation");
    return std::string("known = 1, driven by rtl/a.sv:2").substr(0, cap_bytes);
  }

  std::string rejects = "syntax error";
  int compiled = 0;
  std::vector<evaluators::SignalAt> traced;
};

}  // namespace gs::test
