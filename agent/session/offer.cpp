#include "agent/session/offer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "agent/session/text_form.hpp"
#include "base/diff.hpp"
#include "base/text.hpp"

namespace gs::agent::session {

namespace {

constexpr std::size_t kWordsBytes = 2000;

}  // namespace

Result<tasks::Candidate> in_form(const tasks::Candidate& candidate, const tasks::FileSet& workspace,
                                 const std::vector<std::string>& editable) {
  tasks::Candidate out;
  out.rationale = candidate.rationale;
  for (const auto& [path, content] : candidate.files) {
    const auto before = workspace.find(path);
    if (before == workspace.end() || std::find(editable.begin(), editable.end(), path) == editable.end()) {
      return invalid_input(
          fmt::format("{}: not a file that may be changed; those are {}", clean_utf8(path), join(editable, ", ")));
    }
    std::string text = in_form_of(before->second, content);
    if (text != before->second) out.files[path] = std::move(text);
  }
  return out;
}

Offer make_offer(const tasks::Candidate& candidate, const tasks::FileSet& workspace, std::string words) {
  Offer offer;
  offer.rationale = candidate.rationale;
  offer.words = std::move(words);
  for (const auto& [path, after] : candidate.files) {
    const std::string& before = workspace.at(path);
    offer.files.push_back({path, before, after});
    offer.diff += unified_diff(before, after, path);
  }
  return offer;
}

std::string words_of(std::string_view answer) {
  std::string words;
  std::string_view fence;
  for (const std::string_view line : split_lines(answer)) {
    const std::string_view start = trim(line);
    const std::size_t ticks = std::min(start.find_first_not_of('`'), start.size());
    if (fence.empty() && ticks >= 3) {
      fence = start.substr(0, ticks);
    } else if (!fence.empty()) {
      if (ticks >= fence.size() && ticks == start.size()) fence = {};
    } else if (!start.starts_with("FILE:") && !(start.empty() && words.ends_with("\n\n"))) {
      words += fmt::format("{}\n", line);
    }
  }
  return bound_text(trim(words), kWordsBytes);
}

}  // namespace gs::agent::session
