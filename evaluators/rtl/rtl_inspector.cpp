#include "evaluators/rtl/rtl_inspector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "evaluators/rtl/tool_messages.hpp"

namespace gs::rtl {
namespace {

constexpr FeedbackLimits kShown{12, 4000};

}  // namespace

Result<tasks::Verdict> RtlInspector::compile(const tasks::Task& task, const tasks::Candidate& candidate) {
  if (task.sources.empty()) return unavailable(fmt::format("task {}: has no design to compile", task.name()));
  LabDesign design;
  GS_TRY(design.workspace, overlay(task, candidate));
  design.sources = task.sources;
  design.include_dirs = task.include_dirs;
  design.top = task.design_top;
  design.limits = task.limits;
  const Compilation compiled = lab_.compile(design);
  tasks::Verdict verdict;
  verdict.evaluator = "rtl-compile";
  verdict.tools = lab_.tools();
  verdict.feedback = format_messages(compiled.messages, design.workspace, candidate.files, kShown);
  switch (compiled.status) {
    case PhaseStatus::ok:
      verdict.status = tasks::VerdictStatus::passed;
      verdict.summary = compiled.messages.empty()
                            ? "compiles"
                            : "compiles, with " + counted(compiled.messages.size(), "warning", "warnings");
      return verdict;
    case PhaseStatus::design_error: {
      const auto errors = std::count_if(compiled.messages.begin(), compiled.messages.end(),
                                        [](const ToolMessage& message) { return message.is_error; });
      verdict.status = tasks::VerdictStatus::compile_error;
      verdict.summary = "does not compile: " + counted(static_cast<std::uint64_t>(errors), "error", "errors");
      return verdict;
    }
    case PhaseStatus::timeout:
      verdict.status = tasks::VerdictStatus::timeout;
      break;
    case PhaseStatus::crashed:
    case PhaseStatus::tool_crash:
      verdict.status = tasks::VerdictStatus::tool_crash;
      break;
    case PhaseStatus::sandbox_error:
      verdict.status = tasks::VerdictStatus::sandbox_error;
      break;
  }
  verdict.summary = compiled.message;
  return verdict;
}

Result<std::string> RtlInspector::trace(const tasks::Task& task, const tasks::Candidate& candidate,
                                        const tasks::Verdict& check, const evaluators::SignalAt& where,
                                        std::size_t cap_bytes) {
  return judge_.trace(task, candidate, check, where, cap_bytes);
}

}  // namespace gs::rtl
