#include "agent/chat/file_texts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "agent/chat/prompts.hpp"
#include "base/diff.hpp"
#include "base/text.hpp"

namespace gs::agent::chat {
namespace {

// Of one file and of one message of an examination, in bytes. The judges' feedback has at most 6,000.
constexpr std::size_t kFileBytes = 40'000, kFeedbackBytes = 6'000, kDiffBytes = 12'000;
// Of all files together: about 50,000 tokens.
constexpr std::size_t kFilesBytes = 200'000;

constexpr std::string_view kFileHead = "FILE: ";

std::string_view language_of(std::string_view path) {
  for (const std::string_view end : {".v", ".vh"}) {
    if (path.ends_with(end)) return "verilog";
  }
  for (const std::string_view end : {".sv", ".svh"}) {
    if (path.ends_with(end)) return "systemverilog";
  }
  return "";
}

}  // namespace

std::string fence_for(std::string_view content) {
  std::string fence = "```";
  while (content.find(fence) != std::string_view::npos) fence += '`';
  return fence;
}

namespace {

// One after another until the room is used up; `head`: "FILE: {}".
std::string blocks(const tasks::FileSet& files, std::string_view head, std::size_t& room) {
  std::string text;
  for (const auto& [path, content] : files) {
    if (!is_text(content)) continue;
    const std::string title = fmt::format("{}{}", head, path);
    if (content.size() > room) {
      text += fmt::format("{} (left out: {} bytes)\n\n", title, content.size());
      continue;
    }
    room -= content.size();
    const std::string shown = bound_text(clean_utf8(content), kFileBytes);
    const std::string fence = fence_for(shown);
    text += fmt::format("{}\n{}{}\n{}{}{}\n\n", title, fence, language_of(path), shown,
                        shown.empty() || shown.back() == '\n' ? "" : "\n", fence);
  }
  return text;
}

}  // namespace

std::string files_text(const tasks::FileSet& files) {
  std::size_t room = kFilesBytes;
  return std::string(trim(blocks(files, kFileHead, room)));
}

std::string files_text(const PublicTask& task) {
  tasks::FileSet editable, others;
  for (const auto& [path, content] : task.workspace) {
    const bool may_change =
        std::find(task.editable_files.begin(), task.editable_files.end(), path) != task.editable_files.end();
    (may_change ? editable : others)[path] = content;
  }
  std::size_t room = kFilesBytes;
  std::string text = blocks(editable, kFileHead, room);
  const std::string read_only = blocks(others, "", room);
  if (!read_only.empty()) text += "# For reading only (never part of an answer)\n\n" + read_only;
  return std::string(trim(text));
}

std::string list_text(const PublicTask& task) {
  std::string text;
  for (const auto& [path, content] : task.workspace) {
    const bool editable =
        std::find(task.editable_files.begin(), task.editable_files.end(), path) != task.editable_files.end();
    text += fmt::format("{}  {} lines{}\n", path, split_lines(content).size(), editable ? ", editable" : "");
  }
  return std::string(trim(text));
}

tasks::FileSet changed_files(const tasks::FileSet& before, const tasks::FileSet& now) {
  tasks::FileSet changed;
  for (const auto& [path, content] : now) {
    const auto old = before.find(path);
    if (old == before.end() || old->second != content) changed[path] = content;
  }
  return changed;
}

std::string_view evidence_name(Evidence evidence) {
  switch (evidence) {
    case Evidence::compile:
      return "the compiler";
    case Evidence::judge:
      return "the hidden tests";
    case Evidence::none:
    case Evidence::visible:
      break;
  }
  return "the visible test";
}

std::string cut_reason(const models::ModelReply& reply, std::int64_t output_tokens) {
  if (reply.stop == models::StopReason::refusal) return "the model refuses: " + reply.stop_text;
  if (reply.stop == models::StopReason::context_full) return "the answer is cut off where the model's context is full";
  if (reply.stop != models::StopReason::length) return {};
  // A server that calls both "length": ours is the limit that was reached.
  const bool reached = reply.usage.estimated || reply.usage.output >= output_tokens;
  return reached ? "the answer is cut off at the limit of output tokens"
                 : "the answer is cut off where the model's context is full";
}

std::string summary_text(const tasks::Verdict& check) {
  return fmt::format("{}: {}", to_string(check.status), clean_utf8(check.summary));
}

std::string feedback_text(const tasks::Verdict& check) {
  return bound_text(clean_utf8(check.feedback), kFeedbackBytes);
}

std::string diff_text(const tasks::FileSet& before, const tasks::Candidate& candidate) {
  std::string text;
  for (const auto& [path, content] : candidate.files) {
    const auto old = before.find(path);
    text += unified_diff(old == before.end() ? std::string() : old->second, content, path);
  }
  if (text.empty()) return "(nothing)";
  text = bound_text(clean_utf8(text), kDiffBytes);
  const std::string fence = fence_for(text);
  return fmt::format("{}diff\n{}{}{}", fence, text, text.back() == '\n' ? "" : "\n", fence);
}

std::string restart_text(const PublicTask& task, const tasks::Candidate& best, const tasks::Verdict& check,
                         Evidence evidence) {
  return fill_in(kRestartPrompt, {{"diff", diff_text(task.workspace, best)},
                                  {"by", std::string(evidence_name(evidence))},
                                  {"summary", summary_text(check)},
                                  {"feedback", feedback_text(check)}});
}

std::string answer_form(const PublicTask& task) {
  const bool is_one = task.editable_files.size() == 1;
  const std::string path = is_one ? task.editable_files.front() : "path/of/the/file.sv";
  return std::string(trim(fill_in(kAnswerPrompt, {{"what", is_one ? path : "every file that you change"},
                                                  {"path", path},
                                                  {"language", std::string(language_of(path))}})));
}

std::string task_text(const char* prompt, const PublicTask& task, int turns) {
  const bool with_files = prompt == kTaskPrompt;
  return fill_in(prompt, {{"title", task.title},
                          {"instruction", std::string(trim(task.instruction))},
                          {"top", task.design_top.empty() ? "(none)" : task.design_top},
                          {"editable", join(task.editable_files, ", ")},
                          {"files", with_files ? files_text(task) : list_text(task)},
                          {"turns", std::to_string(turns)}});
}

}  // namespace gs::agent::chat
