#include "agent/session/dialogue.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "agent/session/commands.hpp"
#include "agent/session/session_words.hpp"
#include "base/text.hpp"

namespace gs::agent::session {

namespace {

constexpr std::array<std::pair<Mode, std::string_view>, 3> kModes{{
    {Mode::confirm, "confirm"},
    {Mode::automatic, "auto"},
    {Mode::human, "human"},
}};

std::vector<std::string> names_of(const Offer& offer) {
  std::vector<std::string> names;
  for (const FileChange& file : offer.files) names.push_back(file.path);
  return names;
}

}  // namespace

std::string_view to_string(Mode mode) {
  for (const auto& [value, name] : kModes) {
    if (value == mode) return name;
  }
  return {};
}

Result<Mode> mode_from(std::string_view word) {
  for (const auto& [value, name] : kModes) {
    if (name == word) return value;
  }
  return invalid_input(fmt::format("\"{}\" is no mode; those are confirm, auto and human", clean_utf8(word)));
}

Dialogue::Dialogue(Session& session, Console& console, DialogueOptions options)
    : session_(session), console_(console), options_(std::move(options)) {}

Result<Ending> Dialogue::run() {
  test();
  const auto& first = session_.last_test();
  if (first && !first->passed() && !is_infrastructure(first->status) && mode() != Mode::human) {
    take_turn();
  } else if (first && first->passed()) {
    console_.say(session_.model().reads_text ? "Nothing to repair by this test. Say what else is wrong, or /quit."
                                             : "Nothing to repair by this test.");
  }
  while (!leaves_ && !session_.broken()) {
    if (options_.must_end && options_.must_end()) break;
    const Line line = console_.ask(options_.prompt);
    if (line.kind == Line::Kind::interrupted) continue;
    if (line.kind == Line::Kind::end) break;
    const std::string_view text = trim(line.text);
    if (text.empty()) continue;
    if (text.front() == '/') {
      obey(text);
    } else {
      hear(text);
    }
  }
  if (session_.broken()) return *session_.broken();
  // Who reads the exit code wants to know.
  const bool knows = session_.last_test() || ending_.by_command || ending_.failed || ending_.stopped;
  if (!knows && !console_.is_interactive() && !(options_.must_end && options_.must_end())) test();
  if (const auto& last = session_.last_test(); last && !is_infrastructure(last->status)) {
    ending_.passes = last->passed();
  }
  return ending_;
}

void Dialogue::obey(std::string_view line) {
  const std::size_t blank = line.find_first_of(" \t");
  const std::string name(line.substr(0, blank));
  const std::string_view rest = blank == std::string_view::npos ? std::string_view() : trim(line.substr(blank));
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    if (command.name == name) return command.run(*this, rest);
    names.emplace_back(command.name);
  }
  const std::string near = nearest(name, names);
  console_.say(fmt::format("{} is no command{}; /help lists them", name,
                           near.empty() ? std::string() : fmt::format(" (did you mean {}?)", near)),
               Tone::bad);
}

void Dialogue::hear(std::string_view text) {
  session_.log("user", std::string(text));
  if (!session_.model().reads_text) {
    console_.say(
        fmt::format("{} does not read text; /again lets it try, /model NAME asks another, /help lists the rest",
                    session_.model().name));
    return;
  }
  session_.remark(std::string(text));
  take_turn();
}

void Dialogue::set_mode(Mode mode) {
  options_.mode = mode;
  if (auto noted = session_.journal().set("mode", std::string(to_string(mode))); !noted) complain(noted.error());
}

void Dialogue::leave() {
  leaves_ = true;
  ending_.by_command = true;
}

// Whether what was under way was stopped; the next thing can be begun.
bool Dialogue::after_work() {
  const bool must_end = options_.must_end && options_.must_end();
  if (must_end) leaves_ = true;
  if (!must_end && options_.clear_interrupt) options_.clear_interrupt();
  return must_end;
}

void Dialogue::say_verdict(const tasks::Verdict& verdict) {
  console_.say(verdict_line(verdict), verdict.passed() ? Tone::good : Tone::bad);
  if (const std::string details = verdict_details(verdict); !details.empty()) console_.say(details);
}

void Dialogue::test() {
  const auto verdict = session_.test();
  ending_.failed = !verdict || is_infrastructure(verdict->status);
  ending_.stopped = !verdict && verdict.error().code() == ErrorCode::timeout;
  after_work();
  if (ending_.stopped) {
    console_.say("stopped");
  } else if (!verdict) {
    complain(verdict.error());
  } else {
    say_verdict(*verdict);
  }
}

bool Dialogue::confirm(std::string_view question) {
  const Line line = console_.ask(fmt::format("{} [y/N] ", question));
  const std::string_view answer = trim(line.text);
  return line.kind == Line::Kind::text && (answer == "y" || answer == "yes");
}

void Dialogue::take_turn() {
  do {
    again_ = false;
    console_.say(fmt::format("asking {}; Ctrl-C stops it", session_.model().name), Tone::faint);
    const auto outcome = session_.take_turn();
    const bool must_end = after_work();
    ending_.failed = !outcome;
    ending_.stopped = outcome && outcome->stopped;
    ending_.out_of_budget = session_.purse().check() || session_.purse().first_refusal();
    if (!outcome) {
      complain(outcome.error());
      return;
    }
    console_.say(spending_words(outcome->spent), Tone::faint);
    if (outcome->stopped) {
      console_.say("stopped; nothing was changed");
    } else if (must_end) {
      return;
    } else if (!outcome->offer) {
      console_.say("no proposal: " + outcome->reason);
    } else if (mode() == Mode::automatic) {
      consider_alone(*outcome->offer);
    } else {
      if (!outcome->offer->passes()) console_.say("no proposal passes the test (" + outcome->reason + "); the best:");
      consider(*outcome->offer);
    }
  } while (again_ && !leaves_);
}

// Says what is in the way. False: somebody has edited the files meanwhile.
bool Dialogue::say_obstacles(const Obstacles& obstacles) {
  for (const std::string& name : obstacles.uncommitted) {
    console_.say(fmt::format("note: {} has changes that are not committed", name));
  }
  if (!obstacles.unknown.empty() && !told_unknown_) {
    console_.say("note: whether files have changes that are not committed is not known: " + obstacles.unknown);
    told_unknown_ = true;
  }
  for (const std::string& name : obstacles.edited) {
    console_.say(fmt::format("{} has changed on disk since it was read", name), Tone::bad);
  }
  return obstacles.edited.empty();
}

void Dialogue::consider_alone(const Offer& offer) {
  console_.show_diff(offer.diff);
  if (offer.check) say_verdict(*offer.check);
  if (!offer.passes()) {
    console_.say("not applied");
    session_.decline("it does not pass the test");
    return;
  }
  if (!say_obstacles(session_.obstacles(offer))) {
    console_.say("not applied: look at it, then /again", Tone::bad);
    session_.decline("the files have changed meanwhile");
    return;
  }
  apply(offer);
}

void Dialogue::consider(const Offer& offer) {
  console_.show_diff(offer.diff);
  if (offer.check) say_verdict(*offer.check);
  if (!offer.rationale.empty()) console_.say(offer.rationale, Tone::faint);
  say_obstacles(session_.obstacles(offer));
  while (true) {
    const Line line = console_.ask("apply? [y]es [n]o [e]xplain [q]uit ");
    const std::string_view answer = trim(line.text);
    if (line.kind != Line::Kind::text) {
      session_.decline("");
      console_.say("not applied");
      if (line.kind == Line::Kind::end) leaves_ = true;
      return;
    }
    if (answer == "y" || answer == "yes") {
      // It may have been long since the question.
      if (say_obstacles(session_.obstacles(offer)) || confirm("apply over it? (/undo brings it back)"))
        return apply(offer);
      session_.decline("the files have changed meanwhile");
      console_.say("not applied");
      return;
    }
    if (answer == "e" || answer == "explain") {
      explain(offer);
    } else if (answer == "q" || answer == "quit") {
      session_.decline("");
      return leave();
    } else if (answer == "n" || answer == "no" || answer.starts_with("n ") || answer.starts_with("no ")) {
      const std::size_t blank = answer.find(' ');
      again_ = decline(blank == std::string_view::npos ? std::string_view() : trim(answer.substr(blank)));
      return;
    } else if (!answer.empty()) {
      console_.say("y, n, e or q");
    }
  }
}

bool Dialogue::decline(std::string_view reason) {
  std::string why(reason);
  if (why.empty() && session_.model().reads_text) {
    const Line line = console_.ask("why? (Enter: no reason) ");
    if (line.kind == Line::Kind::text) why = std::string(trim(line.text));
    if (line.kind == Line::Kind::end) leaves_ = true;
  }
  session_.decline(why);
  console_.say("not applied");
  return !why.empty() && session_.model().reads_text;
}

void Dialogue::explain(const Offer& offer) {
  if (!offer.rationale.empty()) console_.say(offer.rationale);
  if (!offer.words.empty()) console_.say(offer.words);
  if (offer.check) say_verdict(*offer.check);
  if (const auto why = session_.why()) {
    console_.say(offer.passes() ? "What drove the last failure before:" : "What drives the failure:", Tone::bold);
    console_.say(*why);
  }
  after_work();
}

void Dialogue::apply(const Offer& offer) {
  if (const auto applied = session_.apply(offer); !applied) return complain(applied.error());
  console_.say(fmt::format("applied to {}; /undo takes it back", join(names_of(offer), ", ")), Tone::good);
  if (!session_.last_test()) test();  // over an edit: that is not what was tested
}

}  // namespace gs::agent::session
