#include "agent/chat/tool_proposer.hpp"

#include <fmt/format.h>

#include "agent/chat/file_texts.hpp"
#include "agent/chat/prompts.hpp"
#include "agent/chat/reply_parser.hpp"
#include "base/text.hpp"

namespace gs::agent::chat {
namespace {

using models::Role;

std::string left_text(const Workbench& bench) {
  return fmt::format("(turns left: {})", bench.turns_left());
}

}  // namespace

ToolProposer::ToolProposer(models::ModelClient& client, ChatOptions options)
    : options_(std::move(options)),
      talk_(client, options_.model, options_.sampling, options_.cache),
      toolbox_(PublicTask{}) {}

void ToolProposer::begin(const PublicTask& task, Workbench& bench) {
  bench.trajectory().tools = toolbox_.offered(bench);
  talk_.offer(bench.trajectory().tools);
  talk_.say(Role::system, kToolsSystemPrompt, bench);
  talk_.say(Role::user, task_text(kToolsTaskPrompt, task, bench.budget().turns), bench);
  shown_ = task.workspace;
}

void ToolProposer::restart(const PublicTask& task, const tasks::Candidate& best, const tasks::Verdict* check,
                           Workbench& bench) {
  talk_.restart();
  calls_made_.clear();
  submission_.clear();
  toolbox_.take(best);
  begin(task, bench);
  talk_.say(Role::user,
            check != nullptr ? restart_text(task, best, *check, bench.evidence())
                             : fill_in(kNudgePrompt, {{"why", stuck_why_}}),
            bench);
}

Result<Proposal> ToolProposer::propose(const PublicTask& task, Workbench& bench) {
  bench.trajectory().session = bench.label();
  bench.trajectory().model = options_.model;
  if (talk_.empty()) {
    toolbox_.begin(task);
    begin(task, bench);
  } else if (const tasks::FileSet changed = changed_files(shown_, task.workspace); !changed.empty()) {
    toolbox_.begin(task);
    best_ = Best();
    if (submission_.empty()) {
      std::vector<std::string> names;
      for (const auto& [path, content] : changed) names.push_back(path);
      talk_.say(Role::user, fill_in(kChangedPrompt, {{"files", join(names, "\n")}}), bench);
    }
    shown_ = task.workspace;
  }
  for (const Turn& turn : bench.news()) tell(turn, task, bench);
  while (true) {
    if (std::string reason = spent_reason(bench); !reason.empty()) return hand_in(std::move(reason));
    models::ModelOutcome outcome = talk_.ask(bench);
    if (outcome.failure) {
      GS_TRY(Proposal end, end_of(*outcome.failure));
      return hand_in(std::move(end.stop_reason));
    }
    const models::ModelReply& reply = *outcome.reply;
    std::vector<models::ToolCall> calls = reply.message.tool_calls;
    const bool in_words = calls.empty();
    if (in_words) calls = tools::calls_in_text(reply.message.text, toolbox_.offered(bench));
    talk_.keep(reply, !in_words);
    if (calls.empty()) calls = take_files(reply, task, bench);
    if (calls.empty()) {
      if (auto end = no_calls(reply, bench)) return *std::move(end);
      continue;
    }
    without_call_ = 0;
    auto done = run(std::move(calls), in_words, task, bench);
    if (!done && done.error().code() == ErrorCode::limit_exceeded) return hand_in(done.error().message());
    if (!done) return std::move(done).error();
    if (*done) return **std::move(done);
  }
}

void ToolProposer::tell(const Turn& turn, const PublicTask& task, Workbench& bench) {
  if (!turn.check.summary.empty()) best_.offer(turn.candidate, turn.check);
  if (turn.advice == Advice::restart) return restart(task, turn.candidate, &turn.check, bench);
  std::string text;
  if (!turn.check.summary.empty()) {
    text = fmt::format("{} says: {}\n{}", evidence_name(bench.evidence()), summary_text(turn.check),
                       feedback_text(turn.check));
  }
  std::string note = left_text(bench);
  if (turn.advice == Advice::nudge) note += "\n" + fill_in(kNudgePrompt, {{"why", turn.advice_why}});
  if (!turn.remark.empty()) note += "\n" + fill_in(kRemarkPrompt, {{"remark", clean_utf8(turn.remark)}});
  if (submission_.empty()) return talk_.say(Role::user, text + "\n" + note, bench);
  submission_.back().result = turn.check.passed() ? "Accepted. " + text : "Not accepted: " + text;
  talk_.answer_calls(submission_, submitted_in_words_, note, bench);
  submission_.clear();
}

Result<std::optional<Proposal>> ToolProposer::run(std::vector<models::ToolCall> calls, bool in_words,
                                                  const PublicTask& task, Workbench& bench) {
  std::vector<ToolUse> uses;
  std::optional<tasks::Verdict> check;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    // What is called behind a submission would change what has been handed in.
    GS_TRY(tools::ToolResult result, toolbox_.use(calls[i], bench));
    if (result.submitted && i + 1 < calls.size()) {
      result.submitted = false;
      result.use.failed = true;
      result.use.result = "submit must be the last call: not handed in";
    }
    if (result.check) {
      check = result.check;
      bench.note("simulate", summary_text(*result.check));
    }
    uses.push_back(std::move(result.use));
    if (!result.submitted) continue;
    submission_ = std::move(uses);
    submitted_in_words_ = in_words;
    // So that the record has them even if nothing follows.
    bench.trajectory().steps.back().tools = submission_;
    tasks::Candidate candidate = toolbox_.candidate();
    candidate.rationale = fmt::format("submitted in turn {}", talk_.turn());
    return std::optional(Proposal{std::move(candidate), "submitted", false});
  }
  std::string note = left_text(bench);
  switch (rule(uses, check)) {
    case StuckWatch::Ruling::go_on:
      break;
    case StuckWatch::Ruling::nudge:
      bench.note("stuck", stuck_why_ + ": nudged");
      note += "\n" + fill_in(kNudgePrompt, {{"why", stuck_why_}});
      break;
    case StuckWatch::Ruling::restart: {
      bench.note("stuck", stuck_why_ + ": begins anew from the best candidate");
      talk_.answer_calls(uses, in_words, note, bench);
      restart(task, best_.candidate(), best_.empty() ? nullptr : &best_.check(), bench);
      return std::optional<Proposal>();
    }
    case StuckWatch::Ruling::stop:
      talk_.answer_calls(uses, in_words, note, bench);
      return std::optional(hand_in("stuck: " + stuck_why_ + ", also after a nudge and a restart"));
  }
  talk_.answer_calls(uses, in_words, note, bench);
  return std::optional<Proposal>();
}

StuckWatch::Ruling ToolProposer::rule(const std::vector<ToolUse>& uses, const std::optional<tasks::Verdict>& check) {
  bool all_made_before = true;
  for (const ToolUse& use : uses) {
    if (calls_made_.insert(fmt::format("{}\n{}\n{}", use.call.name, use.call.arguments, use.tree)).second)
      all_made_before = false;
  }
  if (all_made_before) {
    stuck_why_ = fmt::format("the same call of {} again, on the same files", uses.front().call.name);
    return watch_.note(StuckWatch::Step::same_action);
  }
  if (!check) return StuckWatch::Ruling::go_on;
  const tasks::Candidate now = toolbox_.candidate();
  const bool is_best = best_.offer(now, *check);
  const StuckWatch::Ruling ruling = watch_.note(now, *check, is_best);
  stuck_why_ = watch_.why();
  return ruling;
}

std::vector<models::ToolCall> ToolProposer::take_files(const models::ModelReply& reply, const PublicTask& task,
                                                       const Workbench& bench) {
  auto files = parse_files(reply.message.text, {task.editable_files, task.design_top});
  if (!files) return {};
  std::vector<models::ToolCall> calls;
  for (const auto& [path, content] : *files) {
    calls.push_back({fmt::format("said_{}", calls.size() + 1), "write_file",
                     dump_json(Json{{"path", path}, {"content", content}})});
  }
  for (const models::Tool& tool : toolbox_.offered(bench)) {
    if (tool.name == "simulate") calls.push_back({"said_simulate", "simulate", "{}"});
  }
  return calls;
}

std::optional<Proposal> ToolProposer::no_calls(const models::ModelReply& reply, Workbench& bench) {
  const std::string cut_off = cut_reason(reply, options_.sampling.output_tokens);
  const std::string why = cut_off.empty() ? "the answer calls no tool" : cut_off;
  bench.discard_reply(why);
  if (++without_call_ >= options_.unreadable_in_a_row)
    return hand_in(fmt::format("{} answers in a row without a call: {}", without_call_, why));
  const int left = bench.turns_left();
  if (left > 0) {
    const bool cut = reply.stop == models::StopReason::length;
    const char* said = cut ? "Your answer was cut off; make it shorter." : "Your answer calls no tool.";
    talk_.say(Role::user, fill_in(kNoCallPrompt, {{"error", said}, {"turns_left", std::to_string(left)}}), bench);
  }
  return std::nullopt;
}

Proposal ToolProposer::hand_in(std::string reason) const {
  tasks::Candidate candidate = best_.empty() ? toolbox_.candidate() : best_.candidate();
  if (candidate.files.empty()) return nothing_more(std::move(reason));
  candidate.rationale = "the best so far";
  return Proposal{std::move(candidate), std::move(reason), true};
}

}  // namespace gs::agent::chat
