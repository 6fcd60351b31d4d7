/// How files and verdicts are put before a model.
#pragma once

#include <string>
#include <string_view>

#include "agent/proposer.hpp"
#include "tasks/task.hpp"

namespace gs::agent::chat {

/// "FILE: <path>" and a fenced block for each text file, bounded; larger sets name what is left out.
std::string files_text(const tasks::FileSet& files);
/// The same in two parts: those that may be changed, in the form of an answer, and those for reading only, in another:
/// small models copy what looks like an answer.
std::string files_text(const PublicTask& task);
/// A fence of backticks that no line of the content closes.
std::string fence_for(std::string_view content);
/// "rtl/a.v  120 lines, editable" for each file.
std::string list_text(const PublicTask& task);
/// Those of `now` that `before` has otherwise or lacks.
tasks::FileSet changed_files(const tasks::FileSet& before, const tasks::FileSet& now);

/// "the visible test": what the evidence is, for "examined by …".
std::string_view evidence_name(Evidence evidence);
/// Why an answer ended too early or not at all: refused, cut off by the limit of its tokens, or where the model's
/// context is full; empty: it did not.
std::string cut_reason(const models::ModelReply& reply, std::int64_t output_tokens);
/// "failed: 3 values differ", for a model.
std::string summary_text(const tasks::Verdict& check);
/// The verdict's feedback, bounded.
std::string feedback_text(const tasks::Verdict& check);
/// Unified diffs of what a candidate changes, in a fence, bounded.
std::string diff_text(const tasks::FileSet& before, const tasks::Candidate& candidate);

/// What a conversation that begins anew is told: the best so far, and what the evidence says of it.
std::string restart_text(const PublicTask& task, const tasks::Candidate& best, const tasks::Verdict& check,
                         Evidence evidence);

/// The form of an answer with files, told last: small models go on with whatever stands at the end.
std::string answer_form(const PublicTask& task);

/// The task as the first message tells it. `prompt`: kTaskPrompt with all files, or kToolsTaskPrompt with their names.
std::string task_text(const char* prompt, const PublicTask& task, int turns);

}  // namespace gs::agent::chat
