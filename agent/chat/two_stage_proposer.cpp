#include "agent/chat/two_stage_proposer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "agent/chat/file_texts.hpp"
#include "agent/chat/prompts.hpp"
#include "base/text.hpp"

namespace gs::agent::chat {
namespace {

constexpr int kTries = 3;  // for the structure
constexpr std::string_view kDiffers = "it does not follow the structure: ";

std::string as_list(const std::vector<std::string>& lines) {
  return "- " + join(lines, "\n- ");
}

}  // namespace

const char* TwoStageProposer::system_prompt() const {
  return kStructureSystemPrompt;
}

void TwoStageProposer::say_task(const PublicTask& task, Workbench& bench) {
  structure_.reset();
  scope_ = scope_of(task.design_top, task.sources, task.workspace);
  const bool given = std::any_of(scope_.given.begin(), scope_.given.end(), [&](const rtl::ModuleHeader& header) {
    return header.name == scope_.top && !header.ports.empty();
  });
  talk().say(models::Role::user,
             fill_in(kStructurePrompt, {{"task", std::string(trim(task_text(kTaskPrompt, task, bench.budget().turns)))},
                                        {"top_rule", given ? ", whose ports are those that its file gives" : ""}}),
             bench);
}

Result<std::optional<Proposal>> TwoStageProposer::prepare(const PublicTask&, Workbench& bench) {
  std::string verdict = "No structure was found that keeps the rules. Go on without; mind what was said of them.";
  std::string shown = "(none)";
  for (int attempt = 1; attempt <= kTries; ++attempt) {
    if (std::string reason = spent_reason(bench); !reason.empty())
      return std::optional(nothing_more(std::move(reason)));
    models::ModelOutcome outcome = talk().ask(bench);
    if (outcome.failure) {
      GS_TRY(Proposal end, end_of(*outcome.failure));
      return std::optional(std::move(end));
    }
    talk().keep(*outcome.reply, false);
    auto read = read_structure(outcome.reply->message.text);
    std::vector<std::string> errors;
    if (read) {
      const StructureReport report = align(*read, scope_);
      errors = report.errors;
      if (errors.empty()) {
        structure_ = *std::move(read);
        verdict = "The structure keeps the rules.";
        if (!report.aligned.empty()) verdict += " Aligned with what is given:\n" + as_list(report.aligned);
        verdict += "\nThis is what counts:";
        shown = dump_json(to_json(*structure_), 1);
        bench.note("structure",
                   fmt::format("{} modules, {} aligned", structure_->modules.size(), report.aligned.size()));
        break;
      }
    } else {
      errors = {read.error().message()};
    }
    bench.discard_reply("the structure breaks rules: " + join(errors, "; "));
    if (attempt < kTries && bench.turns_left() > 0) {
      talk().say(models::Role::user,
                 fill_in(kStructureWrongPrompt,
                         {{"errors", as_list(errors)}, {"turns_left", std::to_string(bench.turns_left())}}),
                 bench);
    }
  }
  if (bench.turns_left() > 0) {
    talk().say(
        models::Role::user,
        fill_in(kStructureCodePrompt,
                {{"verdict", verdict}, {"structure", shown}, {"turns_left", std::to_string(bench.turns_left())}}),
        bench);
  }
  return std::optional<Proposal>();
}

std::string TwoStageProposer::objection(const PublicTask& task, const tasks::Candidate& candidate) const {
  if (!structure_) return {};
  tasks::FileSet code;
  for (const std::string& path : task.editable_files) {
    if (const auto file = task.workspace.find(path); file != task.workspace.end()) code.insert(*file);
  }
  for (const auto& [path, content] : candidate.files) code[path] = content;
  const std::vector<std::string> wrong = differences(*structure_, code);
  return wrong.empty() ? std::string() : std::string(kDiffers) + join(wrong, "; ");
}

std::string TwoStageProposer::unusable(const PublicTask& task, const std::string& why, int left) const {
  if (!why.starts_with(kDiffers)) return AnswerProposer::unusable(task, why, left);
  return fill_in(kStructureBrokenPrompt,
                 {{"errors", "- " + why.substr(kDiffers.size())}, {"turns_left", std::to_string(left)}});
}

}  // namespace gs::agent::chat
