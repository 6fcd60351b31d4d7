#include "agent/session/commands.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "agent/session/dialogue.hpp"
#include "agent/session/session_words.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

namespace gs::agent::session {
namespace {

namespace fs = std::filesystem;

void again(Dialogue& d, std::string_view) {
  d.take_turn();
}

void undo(Dialogue& d, std::string_view) {
  Session& session = d.session();
  if (!session.can_undo()) return d.console().say("there is no change to take back");
  const std::vector<std::string> edited = session.edited_since();
  for (const std::string& name : edited) {
    d.console().say(fmt::format("{} was edited after the change was applied", name), Tone::bad);
  }
  if (!edited.empty() && !d.confirm("take the change back, and lose that edit?")) {
    return d.console().say("nothing was taken back");
  }
  const Change change = session.last_change();
  if (const auto undone = session.undo(); !undone) return d.complain(undone.error());
  std::vector<std::string> names;
  for (const FileChange& file : change.files) names.push_back(file.path);
  const std::size_t left = session.journal().state().applied.size();
  d.console().say(fmt::format("took back change {} of {}; {} left to undo", change.id, join(names, ", "), left),
                  Tone::good);
}

void diff(Dialogue& d, std::string_view) {
  const auto text = d.session().diff();
  if (!text) return d.complain(text.error());
  if (text->empty()) return d.console().say("nothing has changed since the session began");
  d.console().show_diff(*text);
}

void test(Dialogue& d, std::string_view) {
  d.test();
}

void why(Dialogue& d, std::string_view) {
  const auto text = d.session().why();
  if (d.options().clear_interrupt) d.options().clear_interrupt();
  if (!text) return d.complain(text.error());
  d.console().say(text->empty() ? "the test names no signal of the design" : *text);
}

// Where the user says, or in the session's folder. A file that the session works on is not overwritten.
Result<fs::path> place_of(Dialogue& d, std::string_view given, const std::string& name) {
  if (given.empty()) return d.session().journal().folder() / name;
  const fs::path path = given;
  std::error_code code;
  const fs::path real = fs::weakly_canonical(path, code);
  for (const auto& [file, content] : d.session().journal().state().head.start) {
    if (real == d.session().tree().root() / file)
      return invalid_input(fmt::format("{}: is a file of the design", given));
  }
  return path;
}

void put(Dialogue& d, std::string_view given, const std::string& name, std::string_view content) {
  const auto path = place_of(d, given, name);
  if (!path) return d.complain(path.error());
  if (const auto written = write_file_atomic(*path, content); !written) return d.complain(written.error());
  d.console().say(fmt::format("{}: {} bytes", path->string(), grouped(static_cast<std::int64_t>(content.size()))));
}

void wave(Dialogue& d, std::string_view file) {
  const auto bytes = d.session().wave();
  if (d.options().clear_interrupt) d.options().clear_interrupt();
  if (!bytes) return d.complain(bytes.error());
  put(d, file, d.options().wave_name, *bytes);
}

void save(Dialogue& d, std::string_view file) {
  put(d, file, "transcript.md", transcript_of(d.session().journal().state()));
}

void cost(Dialogue& d, std::string_view) {
  d.console().say(spending_words(d.session().purse().spent()));
}

void model(Dialogue& d, std::string_view name) {
  if (name.empty()) return d.console().say(d.session().model().name);
  auto opened = d.options().open_model(std::string(name));
  if (!opened) return d.complain(opened.error());
  d.session().use(*std::move(opened));
  d.console().say(fmt::format("{} is asked from now on", d.session().model().name));
}

void mode(Dialogue& d, std::string_view word) {
  if (!word.empty()) {
    const auto chosen = mode_from(word);
    if (!chosen) return d.complain(chosen.error());
    d.set_mode(*chosen);
  }
  d.console().say(to_string(d.mode()));
}

// A number that is finite and not negative.
bool read_number(std::string_view text, double& number) {
  const std::string copy(text);
  char* end = nullptr;
  number = std::strtod(copy.c_str(), &end);
  return !copy.empty() && *end == '\0' && std::isfinite(number) && number >= 0 && number <= 1e15;
}

void budget(Dialogue& d, std::string_view words) {
  models::Purse& purse = d.session().purse();
  if (!words.empty()) {
    const std::size_t blank = words.find(' ');
    const std::string_view what = words.substr(0, blank);
    const std::string_view amount = blank == std::string_view::npos ? std::string_view() : trim(words.substr(blank));
    models::Allowance limits = purse.allowance();
    double number = 0;
    if (!read_number(amount, number) || (what != "usd" && what != "tokens" && what != "pte")) {
      return d.console().say("usage: /budget usd X, /budget tokens N or /budget pte X", Tone::bad);
    }
    if (what == "usd") limits.usd = number;
    if (what == "tokens") limits.tokens = static_cast<std::int64_t>(number);
    if (what == "pte") limits.pte = number;
    purse.limit(limits);
    d.session().log("session", fmt::format("budget: {} {}", what, amount));
  }
  d.console().say(budget_words(purse.allowance(), purse.spent()));
}

void help(Dialogue& d, std::string_view) {
  std::string text;
  for (const Command& command : commands()) {
    text += fmt::format("{:<28} {}\n", fmt::format("{} {}", command.name, command.arguments), command.help);
  }
  text += d.session().model().reads_text ? "Anything else is said to the model.\n"
                                         : fmt::format("{} does not read anything else.\n", d.session().model().name);
  d.console().say(text);
}

void quit(Dialogue& d, std::string_view) {
  d.leave();
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"/test", "", "runs the test on the files as they are on disk", test},
      {"/why", "", "what drove the first wrong value of the last failing test", why},
      {"/wave", "[FILE]", "writes the wave of the last failing test", wave},
      {"/again", "", "asks for another proposal", again},
      {"/undo", "", "takes the last applied change back; again: the one before", undo},
      {"/diff", "", "all changes since the session began", diff},
      {"/mode", "[confirm|auto|human]", "asks before applying, applies what passes, or only helps", mode},
      {"/model", "[NAME]", "which model is asked; another from now on", model},
      {"/cost", "", "what the session has spent", cost},
      {"/budget", "[usd X|tokens N|pte X]", "what it may spend", budget},
      {"/save", "[FILE]", "writes what was said as Markdown", save},
      {"/help", "", "this", help},
      {"/quit", "", "ends the session; so does Ctrl-D", quit},
  };
  return table;
}

}  // namespace gs::agent::session
