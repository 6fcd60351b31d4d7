#include "agent/chat/answer_proposer.hpp"

#include <fmt/format.h>

#include "agent/chat/file_texts.hpp"
#include "agent/chat/prompts.hpp"
#include "agent/chat/reply_parser.hpp"
#include "agent/progress.hpp"
#include "base/text.hpp"

namespace gs::agent::chat {
using models::Role;

AnswerProposer::AnswerProposer(models::ModelClient& client, ChatOptions options)
    : options_(std::move(options)), talk_(client, options_.model, options_.sampling, options_.cache) {}

const char* AnswerProposer::system_prompt() const {
  return kSystemPrompt;
}

void AnswerProposer::say_task(const PublicTask& task, Workbench& bench) {
  talk_.say(Role::user, task_text(kTaskPrompt, task, bench.budget().turns) + "\n" + answer_form(task), bench);
}

Result<std::optional<Proposal>> AnswerProposer::prepare(const PublicTask&, Workbench&) {
  return std::optional<Proposal>();
}

std::string AnswerProposer::objection(const PublicTask&, const tasks::Candidate&) const {
  return {};
}

std::string AnswerProposer::unusable(const PublicTask& task, const std::string& why, int left) const {
  return fill_in(kUnreadablePrompt,
                 {{"error", why}, {"turns_left", std::to_string(left)}, {"form", answer_form(task)}});
}

Result<Proposal> AnswerProposer::propose(const PublicTask& task, Workbench& bench) {
  bench.trajectory().session = bench.label();
  bench.trajectory().model = options_.model;
  if (talk_.empty()) {
    talk_.say(Role::system, system_prompt(), bench);
    say_task(task, bench);
    shown_ = task.workspace;
  } else if (const tasks::FileSet changed = changed_files(shown_, task.workspace); !changed.empty()) {
    talk_.say(Role::user, fill_in(kChangedPrompt, {{"files", files_text(changed)}}), bench);
    shown_ = task.workspace;
  }
  for (const Turn& turn : bench.news()) tell(turn, task, bench);
  if (!prepared_) {
    GS_TRY(std::optional<Proposal> ended, prepare(task, bench));
    if (ended) return *std::move(ended);
    prepared_ = true;
  }
  if (options_.strategy == Strategy::sample && !sampled_ && bench.has_check()) {
    sampled_ = true;
    return best_of_many(task, bench);
  }
  return next_answer(task, bench);
}

void AnswerProposer::tell(const Turn& turn, const PublicTask& task, Workbench& bench) {
  if (turn.advice == Advice::restart) {
    talk_.restart();
    talk_.say(Role::system, system_prompt(), bench);
    say_task(task, bench);
    prepared_ = false;
    talk_.say(Role::user, restart_text(task, turn.candidate, turn.check, bench.evidence()), bench);
    return;
  }
  std::string text;
  if (!turn.check.summary.empty() && turn.candidate.files.empty()) {
    text = fill_in(kStatePrompt, {{"by", std::string(evidence_name(bench.evidence()))},
                                  {"summary", summary_text(turn.check)},
                                  {"feedback", feedback_text(turn.check)}});
  } else if (!turn.check.summary.empty()) {
    text = fill_in(kFeedbackPrompt, {{"by", std::string(evidence_name(bench.evidence()))},
                                     {"summary", summary_text(turn.check)},
                                     {"feedback", feedback_text(turn.check)},
                                     {"turns_left", std::to_string(bench.turns_left())}});
  }
  if (turn.advice == Advice::nudge) text += "\n" + fill_in(kNudgePrompt, {{"why", turn.advice_why}});
  if (!turn.remark.empty())
    text += (text.empty() ? "" : "\n") + fill_in(kRemarkPrompt, {{"remark", clean_utf8(turn.remark)}});
  if (!text.empty()) talk_.say(Role::user, std::move(text), bench);
}

AnswerProposer::Answer AnswerProposer::read(const PublicTask& task, models::ModelReply reply) const {
  Answer answer;
  answer.reply = std::move(reply);
  auto files = parse_files(answer.reply.message.text, {task.editable_files, task.design_top});
  if (files) {
    answer.candidate = tasks::Candidate{*std::move(files), fmt::format("answer {}", talk_.turn())};
    answer.why = objection(task, *answer.candidate);
    return answer;
  }
  answer.why = cut_reason(answer.reply, options_.sampling.output_tokens);
  if (answer.why.empty()) answer.why = files.error().message();
  return answer;
}

Result<Proposal> AnswerProposer::next_answer(const PublicTask& task, Workbench& bench) {
  const bool single = options_.strategy == Strategy::single;
  int unreadable = 0;
  while (true) {
    if (std::string reason = spent_reason(bench); !reason.empty()) return nothing_more(std::move(reason));
    models::ModelOutcome outcome = talk_.ask(bench);
    if (outcome.failure) return end_of(*outcome.failure);
    Answer answer = read(task, *std::move(outcome.reply));
    talk_.keep(answer.reply, false);
    if (answer.candidate && (answer.why.empty() || single || bench.turns_left() == 0))
      return Proposal{*std::move(answer.candidate), single ? "one answer is asked for" : "", single};
    bench.discard_reply(answer.why);
    if (single) return nothing_more("no usable answer: " + answer.why);
    if (++unreadable >= options_.unreadable_in_a_row) {
      if (answer.candidate) return Proposal{*std::move(answer.candidate), "", false};
      return nothing_more(fmt::format("{} answers in a row without a usable file: {}", unreadable, answer.why));
    }
    if (bench.turns_left() > 0) talk_.say(Role::user, unusable(task, answer.why, bench.turns_left()), bench);
  }
}

Result<Proposal> AnswerProposer::best_of_many(const PublicTask& task, Workbench& bench) {
  Best best;
  std::optional<Answer> chosen, last;
  for (int i = 0; i < options_.candidates; ++i) {
    if (!spent_reason(bench).empty()) break;
    models::ModelOutcome outcome = talk_.ask(bench, i);
    if (outcome.failure) {
      if (!chosen) return end_of(*outcome.failure);
      break;
    }
    Answer answer = read(task, *std::move(outcome.reply));
    if (!answer.candidate) {
      bench.discard_reply(answer.why);
      last = std::move(answer);
      continue;
    }
    auto check = bench.check(*answer.candidate);
    if (!check && check.error().code() == ErrorCode::limit_exceeded) {
      if (!chosen) chosen = std::move(answer);
      break;
    }
    if (!check) return std::move(check).error();
    if (is_infrastructure(check->status)) return unavailable(check->summary);
    bench.note("sample", fmt::format("{}: {}", answer.candidate->rationale, summary_text(*check)));
    if (best.offer(*answer.candidate, *check)) chosen = std::move(answer);
    if (best.check().passed()) break;
  }
  if (chosen) {
    talk_.keep(chosen->reply, false);
    return Proposal{*std::move(chosen->candidate), "", false};
  }
  if (!last) return nothing_more(spent_reason(bench));
  talk_.keep(last->reply, false);
  if (bench.turns_left() > 0) talk_.say(Role::user, unusable(task, last->why, bench.turns_left()), bench);
  return next_answer(task, bench);
}

}  // namespace gs::agent::chat
