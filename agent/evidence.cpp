#include "agent/evidence.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace gs::agent {

std::string_view to_string(Evidence evidence) {
  switch (evidence) {
    case Evidence::none:
      return "none";
    case Evidence::compile:
      return "compile";
    case Evidence::visible:
      return "visible";
    case Evidence::judge:
      return "judge";
  }
  return "visible";
}

const std::vector<std::string>& evidence_names() {
  static const std::vector<std::string> names = {"none", "compile", "visible", "judge"};
  return names;
}

Result<Evidence> evidence_from(std::string_view word) {
  for (const Evidence evidence : {Evidence::none, Evidence::compile, Evidence::visible, Evidence::judge}) {
    if (word == to_string(evidence)) return evidence;
  }
  return invalid_input(
      fmt::format("--evidence: \"{}\" is not known; there are: {}", clean_utf8(word), join(evidence_names(), ", ")));
}

tasks::Verdict compile_part(tasks::Verdict verdict) {
  using tasks::VerdictStatus;
  if (verdict.status == VerdictStatus::refused || verdict.status == VerdictStatus::compile_error ||
      is_infrastructure(verdict.status)) {
    return verdict;
  }
  tasks::Verdict part;
  part.status = VerdictStatus::passed;
  part.summary = "compiles";
  part.evaluator = verdict.evaluator;
  part.tools = verdict.tools;
  part.enforced_by = verdict.enforced_by;
  return part;
}

}  // namespace gs::agent
