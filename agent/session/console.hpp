/// Console: how a session talks with its user.
#pragma once

#include <string>
#include <string_view>

namespace gs::agent::session {

/// What came back from a prompt.
struct Line {
  enum class Kind {
    text,
    interrupted,  ///< Ctrl-C: what was typed is dropped
    end,          ///< no more input
  };
  Kind kind = Kind::end;
  std::string text;  ///< without its line end
};

enum class Tone { plain, good, bad, faint, bold };

/// What is said may hold bytes of files, tools and models: a Console shows them as text, whatever they are.
class Console {
 public:
  virtual ~Console() = default;
  virtual Line ask(std::string_view prompt) = 0;
  /// Whole lines; a missing line end is added.
  virtual void say(std::string_view text, Tone tone = Tone::plain) = 0;
  /// Unified diffs.
  virtual void show_diff(std::string_view diff) = 0;
  /// What is being done, in place of what was shown last; gone with the next thing that is said or asked. For persons
  /// only. From any thread, one at a time.
  virtual void show_progress(std::string_view doing) = 0;
  /// A person sits there, and may be asked again.
  virtual bool is_interactive() const = 0;
};

}  // namespace gs::agent::session
