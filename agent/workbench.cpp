#include <fmt/format.h>

#include "agent/proposer.hpp"

namespace gs::agent {

PublicTask public_part(const tasks::Task& task) {
  PublicTask out;
  out.name = task.name();
  out.kind = task.kind;
  out.title = task.title;
  out.instruction = task.instruction;
  out.design_top = task.design_top;
  out.sources = task.sources;
  out.include_dirs = task.include_dirs;
  out.editable_files = task.editable_files();
  out.workspace = task.workspace;
  out.check = task.check;
  return out;
}

Workbench::Workbench(const tasks::Task& task, evaluators::Evaluator& evaluator, const Budget& budget,
                     std::uint64_t seed, const Clock& clock)
    : task_(task), evaluator_(evaluator), budget_(budget), seed_(seed), clock_(clock), start_(clock.monotonic()) {}

bool Workbench::has_check() const {
  return task_.check.has_value();
}

std::chrono::milliseconds Workbench::elapsed() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.monotonic() - start_);
}

std::string Workbench::exhausted() const {
  if (checks_used_ >= budget_.checks) return fmt::format("{} checks are used up", budget_.checks);
  if (elapsed() >= budget_.wall) return fmt::format("{} are over", to_human(budget_.wall));
  return {};
}

Result<tasks::Verdict> Workbench::check(const tasks::Candidate& candidate) {
  const std::string key = candidate.hash();
  if (const auto found = seen_.find(key); found != seen_.end()) return found->second;
  if (const std::string reason = exhausted(); !reason.empty()) return Error(ErrorCode::limit_exceeded, reason);
  ++checks_used_;
  GS_TRY(const tasks::Verdict verdict, evaluator_.evaluate(task_, candidate, evaluators::Phase::check));
  seen_.emplace(key, verdict);
  return verdict;
}

void Workbench::note(std::string kind, std::string text) {
  events_.push_back({elapsed(), std::move(kind), std::move(text)});
}

}  // namespace gs::agent
