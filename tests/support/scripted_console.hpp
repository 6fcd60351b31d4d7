/// A console whose user follows a script, and that remembers what it was told.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/session/console.hpp"

namespace gs::test {

class ScriptedConsole final : public agent::session::Console {
 public:
  /// Lines of its user, and then the end of the input. "^C" is an interrupt.
  explicit ScriptedConsole(std::vector<std::string> lines) : lines_(lines.begin(), lines.end()) {}

  agent::session::Line ask(std::string_view prompt) override {
    using Kind = agent::session::Line::Kind;
    prompts_.emplace_back(prompt);
    said_ += std::string(prompt);
    if (lines_.empty()) return {Kind::end, ""};
    std::string line = std::move(lines_.front());
    lines_.pop_front();
    said_ += line + "\n";
    if (before_answer) before_answer(line);
    if (line == "^C") return {Kind::interrupted, ""};
    return {Kind::text, std::move(line)};
  }
  void say(std::string_view text, agent::session::Tone) override { said_ += std::string(text) + "\n"; }
  void show_diff(std::string_view diff) override { said_ += std::string(diff); }
  void show_progress(std::string_view) override {}
  bool is_interactive() const override { return true; }

  /// Called with each line as it is about to be answered: what the user does meanwhile.
  std::function<void(const std::string&)> before_answer;

  const std::string& said() const { return said_; }
  const std::vector<std::string>& prompts() const { return prompts_; }
  bool has_said(std::string_view text) const { return said_.find(text) != std::string::npos; }

 private:
  std::deque<std::string> lines_;
  std::string said_;
  std::vector<std::string> prompts_;
};

}  // namespace gs::test
