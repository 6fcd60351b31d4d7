// Theory of operation. Lines come from descriptor 0 by read(2), not by a stream: a signal must end the wait, and
// streams try again. With libedit its editor reads through our function, for the same reason. Signals only raise flags
// (verbs.hpp); here they are looked at.
#include "agent/cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdlib>
#include <cwchar>

#ifdef GS_LIBEDIT
#include <histedit.h>

#include <cstdio>
#endif

#include "agent/cli/verbs.hpp"
#include "base/text.hpp"

namespace gs::cli {

using agent::session::Line;
using agent::session::Tone;

namespace {

std::string_view code_of(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "\033[32m";
    case Tone::bad:
      return "\033[31m";
    case Tone::faint:
      return "\033[2m";
    case Tone::bold:
      return "\033[1m";
    case Tone::plain:
      break;
  }
  return {};
}

std::string_view diff_code(std::string_view line) {
  if (line.starts_with("+++") || line.starts_with("---")) return "\033[1m";
  if (line.starts_with("@@")) return "\033[36m";
  if (line.starts_with("+")) return "\033[32m";
  return line.starts_with("-") ? "\033[31m" : std::string_view();
}

constexpr std::chrono::milliseconds kProgressPause{100};  // between two lines of progress

std::size_t terminal_columns() {
  winsize size{};
  constexpr std::size_t kUsual = 80, kLeast = 20;
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsual;
  return std::max<std::size_t>(size.ws_col, kLeast);
}

// One line of ASCII: a column is a byte.
std::string in_columns(std::string_view text, std::size_t columns) {
  std::string line(text.substr(0, columns));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return line;
}

}  // namespace

#ifdef GS_LIBEDIT

/// libedit's editor and history.
struct Terminal::Editor {
  explicit Editor(std::filesystem::path file);
  ~Editor();
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;
  Line ask(std::string_view prompt);

  static Editor& of(EditLine* line) {
    void* self = nullptr;
    ::el_get(line, EL_CLIENTDATA, &self);
    return *static_cast<Editor*>(self);
  }
  static char* prompt_of(EditLine* line) { return of(line).prompt_.data(); }
  static int read_character(EditLine* line, wchar_t* character);

  EditLine* line_ = nullptr;
  History* history_ = nullptr;
  HistEvent event_{};
  std::filesystem::path file_;
  std::string prompt_;
};

Terminal::Editor::Editor(std::filesystem::path file) : file_(std::move(file)) {
  std::setlocale(LC_CTYPE, "");
  if (MB_CUR_MAX == 1) std::setlocale(LC_CTYPE, "C.UTF-8");
  history_ = ::history_init();
  ::history(history_, &event_, H_SETSIZE, 1000);
  ::history(history_, &event_, H_SETUNIQUE, 1);
  if (!file_.empty()) ::history(history_, &event_, H_LOAD, file_.c_str());
  line_ = ::el_init("gatesmith", stdin, stdout, stderr);
  ::el_set(line_, EL_CLIENTDATA, this);
  ::el_set(line_, EL_PROMPT, &Editor::prompt_of);
  ::el_set(line_, EL_EDITOR, "emacs");
  ::el_set(line_, EL_HIST, ::history, history_);
  ::el_set(line_, EL_GETCFN, &Editor::read_character);
  ::el_set(line_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
}

Terminal::Editor::~Editor() {
  ::el_end(line_);
  ::history_end(history_);
}

// One character of UTF-8. -1 at an interrupt, 0 at the end.
int Terminal::Editor::read_character(EditLine*, wchar_t* character) {
  std::mbstate_t state{};
  while (true) {
    if (interrupted()) return -1;
    char byte = 0;
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    const std::size_t used = std::mbrtowc(character, &byte, 1, &state);
    if (used == static_cast<std::size_t>(-2)) continue;
    if (used == static_cast<std::size_t>(-1)) {
      state = {};
      continue;
    }
    return 1;
  }
}

Line Terminal::Editor::ask(std::string_view prompt) {
  prompt_ = prompt;
  ::el_resize(line_);
  int count = 0;
  const char* text = ::el_gets(line_, &count);
  if (interrupted()) return {Line::Kind::interrupted, ""};
  if (text == nullptr || count <= 0) return {Line::Kind::end, ""};
  std::string line(text, static_cast<std::size_t>(count));
  if (!line.empty() && line.back() == '\n') line.pop_back();
  if (trim(line).size() > 1) {  // an answer to a question is not worth keeping
    ::history(history_, &event_, H_ENTER, line.c_str());
    if (!file_.empty()) ::history(history_, &event_, H_SAVE, file_.c_str());
  }
  return {Line::Kind::text, std::move(line)};
}

#else

struct Terminal::Editor {};

#endif

Terminal::Terminal(std::ostream& out, TerminalOptions options) : out_(out), options_(std::move(options)) {
#ifdef GS_LIBEDIT
  if (options_.interactive) editor_ = std::make_unique<Editor>(options_.history);
#endif
}

Terminal::~Terminal() = default;

Line Terminal::ask(std::string_view prompt) {
  clear_progress();
  out_.flush();
  if (told_to_end()) return {};
  Line line;
#ifdef GS_LIBEDIT
  line = editor_ ? editor_->ask(prompt) : read_plain(prompt);
#else
  line = read_plain(prompt);
#endif
  if (told_to_end()) return {};
  if (line.kind != Line::Kind::text && options_.interactive) out_ << "\n";
  if (line.kind == Line::Kind::interrupted) {
    if (!options_.interactive) return {};
    clear_interrupt();
  }
  if (line.kind == Line::Kind::text && !options_.interactive) out_ << clean_utf8(line.text) << "\n";
  if (line.kind == Line::Kind::end && !options_.interactive) out_ << "\n";
  return line;
}

Line Terminal::read_plain(std::string_view prompt) {
  out_ << clean_utf8(prompt) << std::flush;
  while (true) {
    const std::size_t end = unread_.find('\n');
    if (end != std::string::npos || (at_end_ && !unread_.empty())) {
      Line line{Line::Kind::text, unread_.substr(0, end)};
      unread_.erase(0, end == std::string::npos ? end : end + 1);
      if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
      return line;
    }
    if (at_end_) return {};
    if (interrupted()) return {Line::Kind::interrupted, ""};
    char buffer[4096];
    const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      at_end_ = !options_.interactive || got < 0;
      if (unread_.empty()) return {};
      at_end_ = true;
      continue;
    }
    unread_.append(buffer, static_cast<std::size_t>(got));
  }
}

void Terminal::say_line(std::string_view line, std::string_view code) {
  const bool coloured = options_.colour && !code.empty();
  out_ << (coloured ? code : std::string_view()) << line << (coloured ? "\033[0m" : "") << "\n";
}

// Without escape codes: what was there is written over with blanks.
void Terminal::clear_progress() {
  if (progress_columns_ == 0) return;
  out_ << '\r' << std::string(progress_columns_, ' ') << '\r';
  progress_columns_ = 0;
}

void Terminal::show_progress(std::string_view doing) {
  if (!options_.interactive) return;
  const auto now = std::chrono::steady_clock::now();
  const bool is_first = progress_columns_ == 0;
  if (is_first) progress_begin_ = now;
  if (!is_first && now - progress_shown_ < kProgressPause) return;
  progress_shown_ = now;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - progress_begin_).count();
  // Not the last column: some terminals go to the next line there.
  const std::string line = in_columns(fmt::format("{} s: {}", seconds, doing), terminal_columns() - 1);
  clear_progress();
  out_ << (options_.colour ? code_of(Tone::faint) : std::string_view()) << line << (options_.colour ? "\033[0m" : "");
  out_.flush();
  progress_columns_ = line.size();
}

void Terminal::say(std::string_view text, Tone tone) {
  clear_progress();
  const std::string clean = clean_utf8(text);
  for (const std::string_view line : split_lines(clean)) say_line(line, code_of(tone));
  out_.flush();
}

void Terminal::show_diff(std::string_view diff) {
  clear_progress();
  const std::string clean = clean_utf8(diff);
  for (const std::string_view line : split_lines(clean)) say_line(line, diff_code(line));
  out_.flush();
}

}  // namespace gs::cli
