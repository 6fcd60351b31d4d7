/// Terminal: the Console of a person at standard input and output, or of a script there.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "agent/session/console.hpp"

namespace gs::cli {

struct TerminalOptions {
  bool interactive = false;       ///< both ends are a terminal: lines are edited, where libedit is built in
  bool colour = false;            ///< without it no escape code is ever written
  std::filesystem::path history;  ///< of lines typed; empty: none is kept
};

/// What it says is clean UTF-8, whatever bytes it is given. Where nobody sits there, what was read is written after its
/// prompt, so that the output reads as a whole; an interrupt then ends the input.
class Terminal final : public agent::session::Console {
 public:
  Terminal(std::ostream& out, TerminalOptions options);
  ~Terminal() override;

  agent::session::Line ask(std::string_view prompt) override;
  void say(std::string_view text, agent::session::Tone tone) override;
  void show_diff(std::string_view diff) override;
  void show_progress(std::string_view doing) override;
  bool is_interactive() const override { return options_.interactive; }

 private:
  struct Editor;
  agent::session::Line read_plain(std::string_view prompt);
  void say_line(std::string_view line, std::string_view code);
  void clear_progress();

  std::ostream& out_;
  TerminalOptions options_;
  std::string unread_;  // bytes after the last line
  bool at_end_ = false;
  std::size_t progress_columns_ = 0;  // of the line that clear_progress() wipes out; 0: none is there
  std::chrono::steady_clock::time_point progress_begin_, progress_shown_;
  std::unique_ptr<Editor> editor_;
};

}  // namespace gs::cli
