/// RtlInspector: the Inspector of RTL tasks.
#pragma once

#include "evaluators/inspector.hpp"
#include "evaluators/rtl/rtl_judge.hpp"
#include "evaluators/rtl/rtl_lab.hpp"

namespace gs::rtl {

/// Borrows both. Thread-safe. Compiles with Verilator; traces in the simulation that decided.
class RtlInspector final : public evaluators::Inspector {
 public:
  RtlInspector(RtlJudge& judge, const RtlLab& lab) : judge_(judge), lab_(lab) {}

  Result<tasks::Verdict> compile(const tasks::Task& task, const tasks::Candidate& candidate) override;
  Result<std::string> trace(const tasks::Task& task, const tasks::Candidate& candidate, const tasks::Verdict& check,
                            const evaluators::SignalAt& where, std::size_t cap_bytes) override;

 private:
  RtlJudge& judge_;
  const RtlLab& lab_;
};

}  // namespace gs::rtl
