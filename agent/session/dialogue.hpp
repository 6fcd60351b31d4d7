/// Dialogue: a session as its user sees it: prompts, modes, commands.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/session/console.hpp"
#include "agent/session/session.hpp"

namespace gs::agent::session {

enum class Mode {
  confirm,    ///< shows a proposal and asks
  automatic,  ///< applies what passes the test
  human,      ///< proposes only when it is asked to
};
std::string_view to_string(Mode mode);
/// invalid_input lists the names.
Result<Mode> mode_from(std::string_view word);

struct DialogueOptions {
  std::string prompt = "> ";
  Mode mode = Mode::confirm;
  std::function<Result<SessionModel>(const std::string& name)> open_model;
  /// Takes back what ended the last turn, so that the next one can begin.
  std::function<void()> clear_interrupt;
  /// Says that the program is to end: a signal other than Ctrl-C.
  std::function<bool()> must_end;
  std::string wave_name = "wave.fst";  ///< in the session's folder
};

/// How it ended, for the exit code.
struct Ending {
  std::optional<bool> passes;  ///< the last test; nothing when it is not known
  bool by_command = false;     ///< the user said so, and the input had not simply ended
  bool stopped = false;        ///< the last turn was stopped, and nothing came after it
  bool out_of_budget = false;  ///< the last turn
  bool failed = false;         ///< the last turn or test, by a fault of the machine or the server
};

class Dialogue {
 public:
  /// Borrows both.
  Dialogue(Session& session, Console& console, DialogueOptions options);

  /// Until the user leaves or the input ends. An Error: the journal cannot be written.
  Result<Ending> run();

  // For the commands.
  Session& session() { return session_; }
  Console& console() { return console_; }
  const DialogueOptions& options() const { return options_; }
  Mode mode() const { return options_.mode; }
  void set_mode(Mode mode);
  void leave();
  /// Runs the test and says how it went.
  void test();
  /// One proposal, and what becomes of it.
  void take_turn();
  /// "[y/N]": no at the end of the input.
  bool confirm(std::string_view question);
  void complain(const Error& error) { console_.say(error.to_line(), Tone::bad); }

 private:
  void obey(std::string_view line);
  void hear(std::string_view text);
  void say_verdict(const tasks::Verdict& verdict);
  void consider(const Offer& offer);
  void consider_alone(const Offer& offer);
  bool say_obstacles(const Obstacles& obstacles);
  void apply(const Offer& offer);
  void explain(const Offer& offer);
  /// Reads a "no" with its reason; whether the model is to hear it at once.
  bool decline(std::string_view reason);
  bool after_work();

  Session& session_;
  Console& console_;
  DialogueOptions options_;
  Ending ending_;
  bool leaves_ = false, told_unknown_ = false, again_ = false;
};

}  // namespace gs::agent::session
