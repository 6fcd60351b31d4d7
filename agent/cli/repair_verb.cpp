#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <iostream>

#include "agent/cli/arguments.hpp"
#include "agent/cli/model_desk.hpp"
#include "agent/cli/repair_files.hpp"
#include "agent/cli/terminal.hpp"
#include "agent/cli/workshop.hpp"
#include "agent/session/dialogue.hpp"
#include "agent/session/session_words.hpp"
#include "base/clock.hpp"
#include "base/files.hpp"
#include "base/line_pattern.hpp"
#include "base/text.hpp"
#include "evaluators/command_judge.hpp"
#include "sandbox/git_state.hpp"

namespace gs::cli {

namespace session = agent::session;
namespace fs = std::filesystem;

namespace {

// Of one turn: of a search with a testbench, of one that runs a command for each edit, and of models that are asked.
constexpr double kSeconds = 120, kCommandSeconds = 600, kAskedSeconds = 1800;
constexpr std::size_t kExplanationBytes = 2500;

struct RepairOptions {
  RepairRequest request;
  ModelOptions ask;
  std::string mode, simulator, resume;
  bool resumes = false, unsafe = false;
  std::optional<double> seconds;
  std::optional<int> turns;
};

void declare(Arguments& arguments, RepairOptions& o, CLI::Option*& resume) {
  CLI::App& app = arguments.app();
  RepairRequest& r = o.request;
  app.add_option("paths", r.paths, "files and folders of the design (default: the folder you are in)");
  app.add_option("--top", r.top, "module to repair, with what it is made of");
  app.add_option("--tb", r.testbench, "files of a testbench that checks itself: $error, and $finish at its end");
  app.add_option("--tb-top", r.testbench_top, "module of the testbench (default: the one that no other of it uses)");
  app.add_option("--pass-line", r.pass_line,
                 "the testbench passes by printing a line that has this, a POSIX extended regular expression")
      ->needs("--tb");
  app.add_option("--fail-line", r.fail_line, "and fails by printing a line that has this")->needs("--pass-line");
  app.add_option("--test", r.command,
                 "instead of a testbench: a command that ends with status 0 when all is well; it "
                 "runs in the sandbox, on a copy of the folder")
      ->excludes("--tb");
  app.add_option("--test-seconds", r.test_seconds, "how long the test may take (default: 20, a command 120)")
      ->check(CLI::Range(1, 86400));
  app.add_option("--issue", r.issue, "what is wrong, in words; @FILE reads them there");
  app.add_option("--edit", r.editable, "of the design, change only these files and folders");
  app.add_option("--include", r.include_dirs, "folders where `include looks");
  app.add_option("--mode", o.mode,
                 "confirm (asks before applying; default), auto (applies what passes the test), human "
                 "(you edit, the model helps when asked)");
  resume = app.add_option("--resume", o.resume, "goes on with an earlier session: the last one here, or the one named")
               ->expected(0, 1);
  declare_model_options(app, o.ask);
  app.add_option(
         "--seconds", o.seconds,
         fmt::format("wall clock of one turn (default: search {:g}, with --test {:g}; models that are asked {:g})",
                     kSeconds, kCommandSeconds, kAskedSeconds))
      ->check(CLI::Range(1.0, 86400.0))
      ->check(is_number);
  app.add_option("--turns", o.turns,
                 "answers of the model in one turn (default: 8; 40 for strategy tools, 10 for two-stage)")
      ->check(CLI::Range(1, 1000));
  app.add_option(kSimulatorOption, o.simulator, kSimulatorHelp);
  app.add_flag(kUnsafeOption, o.unsafe, kUnsafeHelp);
}

Result<void> check(RepairOptions& o) {
  RepairRequest& r = o.request;
  if (o.ask.campaign_seconds > 0) return invalid_input("--budget-seconds: a session lasts as long as its user");
  if (o.ask.evidence != "visible") return invalid_input("--evidence: a session has its user's test, and no other");
  if (!o.mode.empty()) GS_CHECK(session::mode_from(o.mode));
  if (o.resumes) {
    if (!r.top.empty() || !r.testbench.empty() || !r.command.empty() || !r.paths.empty()) {
      return invalid_input("--resume: the session knows its files and its test");
    }
    return {};
  }
  if (r.top.empty()) return invalid_input("repair: --top is required");
  if (r.testbench.empty() && r.command.empty()) {
    return invalid_input("repair: say how to test it: --tb FILE or --test \"COMMAND\"");
  }
  for (const auto& [option, pattern] : {std::pair("--pass-line", &r.pass_line), {"--fail-line", &r.fail_line}}) {
    if (auto compiled = LinePattern::compile(*pattern); !compiled) return std::move(compiled).error().with(option);
  }
  if (r.paths.empty()) r.paths = {"."};
  std::error_code code;
  r.folder = fs::current_path(code).string();
  if (r.issue.starts_with("@")) {
    GS_TRY(r.issue, read_file(r.issue.substr(1)));
  }
  return {};
}

std::string fresh_id(const Clock& clock) {
  std::string text = to_iso8601(clock.wall()).substr(0, 19);  // 2026-11-24T02:46:52
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  std::replace(text.begin(), text.end(), 'T', '-');
  return fmt::format("{}-{:x}", text, ::getpid());
}

// The session that is named, else the newest of the folder we are in or of one around it.
Result<fs::path> find_session(const fs::path& sessions, const std::string& id) {
  if (!id.empty()) {
    if (!is_safe_relative_path(id) || id.find('/') != std::string::npos)
      return invalid_input("--resume: no such id: " + clean_utf8(id));
    return sessions / id;
  }
  std::error_code code;
  const std::string here = fs::current_path(code).string();
  for (const session::SessionSummary& one : session::list_sessions(sessions)) {
    if (here == one.root || here.starts_with(one.root + "/")) return sessions / one.id;
  }
  return not_found("--resume: no session of this folder in " + sessions.string());
}

/// The models of a session: each is opened once, and lives as long as it.
class Models {
 public:
  Models(const RepairOptions& options, Workshop& shop, const Clock& clock, Log& log, fs::path folder)
      : options_(options), shop_(shop), clock_(clock), log_(log), folder_(std::move(folder)) {}

  Result<session::SessionModel> open(const std::string& name) {
    session::SessionModel model;
    model.name = name;
    GS_TRY(const bool asked, is_asked(name));
    if (!asked) {
      if (name != "search") return invalid_input(fmt::format("model {} is for suites: it has no answer here", name));
      if (options_.ask.strategy != "default") {
        return invalid_input("--strategy: the built-in models have only \"default\"");
      }
      model.reads_text = model.is_lasting = false;
      model.make = [this](const tasks::Task& task) { return agent::make_proposer("search", task, &shop_.lab()); };
      return model;
    }
    GS_TRY(ModelDesk* const desk, desk_of(name));
    model.make = [desk](const tasks::Task&) -> Result<std::unique_ptr<agent::Proposer>> { return desk->proposer(); };
    return model;
  }

  /// What the records say of calls before, those that no turn has booked included.
  const agent::models::Spending& recorded() const { return recorded_; }

 private:
  Result<ModelDesk*> desk_of(const std::string& name) {
    if (const auto known = desks_.find(name); known != desks_.end()) return known->second.get();
    ModelOptions ask = options_.ask;
    ask.model = name;
    GS_TRY(std::unique_ptr<ModelDesk> desk, ModelDesk::open(ask, clock_, log_));
    // A record is of one model.
    for (int number = 1;; ++number) {
      const std::string file = number == 1 ? agent::models::kExchangesName : fmt::format("exchanges-{}.jsonl", number);
      auto spent = desk->record_into(folder_ / file);
      if (!spent && spent.error().code() == ErrorCode::invalid_input) continue;
      if (!spent) return std::move(spent).error();
      recorded_ += *spent;
      break;
    }
    return (desks_[name] = std::move(desk)).get();
  }

  const RepairOptions& options_;
  Workshop& shop_;
  const Clock& clock_;
  Log& log_;
  fs::path folder_;
  std::map<std::string, std::unique_ptr<ModelDesk>> desks_;
  agent::models::Spending recorded_;
};

session::Looks looks_of(rtl::RtlJudge& judge) {
  const auto look = [&judge](std::size_t bytes) {
    return [&judge, bytes](const tasks::Task& task, const tasks::Candidate& candidate,
                           const tasks::Verdict& verdict) -> Result<rtl::Explanation> {
      if (verdict.decided_by.empty() || verdict.status == tasks::VerdictStatus::compile_error) {
        return invalid_input("nothing was simulated: " + verdict.summary);
      }
      return judge.explain(task, candidate, evaluators::Phase::check, verdict, bytes);
    };
  };
  session::Looks looks;
  looks.why = [look](const auto&... what) -> Result<std::string> {
    GS_TRY(rtl::Explanation explanation, look(kExplanationBytes)(what...));
    return std::move(explanation.text);
  };
  looks.wave = [look](const auto&... what) -> Result<std::string> {
    GS_TRY(rtl::Explanation explanation, look(0)(what...));
    return std::move(explanation.fst);
  };
  return looks;
}

std::string_view words_of(session::Recovery recovery) {
  switch (recovery) {
    case session::Recovery::was_made:
      return "the change that was under way had been made; /undo takes it back";
    case session::Recovery::was_not_made:
      return "the change that was under way had not been made";
    case session::Recovery::was_half_made:
      return "the change that was under way had been made in part, and was taken back";
    case session::Recovery::cannot_tell:
      return "a change was under way, and its files are neither as before nor as after it: they are left as they are";
    case session::Recovery::nothing:
      break;
  }
  return {};
}

ExitCode exit_code_of(const session::Ending& ending, session::Mode mode, bool is_interactive) {
  if (told_to_end() || interrupted() || (ending.stopped && !is_interactive)) return ExitCode::interrupted;
  if (is_interactive || (ending.by_command && mode != session::Mode::automatic)) return ExitCode::done;
  if (ending.passes == true) return ExitCode::done;
  if (ending.out_of_budget) return ExitCode::budget;
  if (ending.failed || !ending.passes) return ExitCode::environment;
  return ExitCode::failed;
}

void greet(const session::Journal& journal, const session::Loaded& loaded, const RepairFiles& files,
           const session::SessionModel& model, session::Mode mode, session::Console& console) {
  const tasks::EvaluatorSettings& check = *loaded.task.check;
  console.say(fmt::format("session {} in {}", journal.state().head.id, files.tree().root().string()));
  console.say(fmt::format("may change: {}", join(loaded.editable, ", ")));
  console.say(fmt::format("test: {}", check.commands.empty() ? join(check.testbench, ", ") : check.commands.front()));
  console.say(fmt::format("model {}, mode {}; /help lists the commands", model.name, to_string(mode)));
  for (const std::string& note : files.notes()) console.say("note: " + note);
}

}  // namespace

Result<ExitCode> repair_verb(Invocation& invocation) {
  RepairOptions o;
  o.ask.model = "search";
  Arguments arguments("repair",
                      "Repairs your own design in a session: proposes changes, tests them, shows them, applies them "
                      "when you say so, and takes them back.");
  CLI::Option* resume = nullptr;
  declare(arguments, o, resume);
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;
  o.resumes = resume->count() > 0;
  GS_CHECK(check(o));

  const SystemClock clock;
  const fs::path sessions = state_folder() / "sessions";
  std::optional<session::Journal> journal;
  const bool model_given = arguments.app().count("--model") > 0;
  if (o.resumes) {
    GS_TRY(const fs::path folder, find_session(sessions, o.resume));
    GS_TRY(journal, session::Journal::open(folder));
    GS_TRY(o.request, repair_request_from(journal->state().head.request));
    const auto& settings = journal->state().settings;
    if (o.mode.empty() && settings.count("mode") > 0) o.mode = settings.at("mode");
    if (!model_given && settings.count("model") > 0) o.ask.model = settings.at("model");
  }
  GS_TRY(RepairFiles files, RepairFiles::open(o.request));
  GS_TRY(const session::Loaded loaded, files.load());
  if (journal && journal->state().head.root != files.tree().root().string()) {
    return invalid_input(fmt::format("--resume: the session is of {}", journal->state().head.root));
  }
  GS_TRY(const session::Mode mode, session::mode_from(o.mode.empty() ? "confirm" : o.mode));
  GS_TRY(const std::unique_ptr<Workshop> shop, Workshop::open({o.unsafe ? Containment::none : Containment::required,
                                                               o.simulator, false, "", &interrupt_flag()},
                                                              invocation.log));
  const fs::path folder = journal ? journal->folder() : sessions / fresh_id(clock);
  Models models(o, *shop, clock, invocation.log, folder);
  if (!journal) {
    session::JournalHead head{
        folder.filename().string(), files.tree().root().string(), clock.wall(), to_json(o.request), {}};
    for (const std::string& name : loaded.editable) head.start[name] = loaded.task.workspace.at(name);
    GS_TRY(const bool asked, is_asked(o.ask.model));  // before anything is written
    static_cast<void>(asked);
    GS_TRY(journal, session::Journal::create(folder, std::move(head)));
  }
  GS_TRY(session::SessionModel model, models.open(o.ask.model));

  evaluators::CommandJudge command_judge(shop->box());
  const bool by_command = !o.request.command.empty();
  agent::models::Purse purse(o.ask.campaign);
  session::SessionParts parts{files.tree(), *journal,
                              by_command ? static_cast<evaluators::Evaluator&>(command_judge) : shop->any_judge(),
                              purse, clock};
  parts.cancel = &interrupt_flag();
  parts.load = [&files] { return files.load(); };
  parts.uncommitted = [&files](const std::vector<std::string>& names) {
    return sandbox::uncommitted_files(files.tree().root(), names);
  };
  if (!by_command) parts.looks = looks_of(shop->judge());
  parts.inspector = &shop->inspector();
  const double searching = by_command ? kCommandSeconds : kSeconds;
  const double seconds = o.seconds.value_or(model.reads_text ? kAskedSeconds : searching);
  parts.turn.wall = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  GS_TRY(const agent::chat::Strategy strategy, agent::chat::strategy_from(o.ask.strategy));
  parts.turn.turns = o.turns.value_or(agent::chat::default_turns(strategy));
  parts.allowance = o.ask.task;

  TerminalOptions look;
  look.interactive = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
  look.colour = invocation.colour;
  look.history = sessions.parent_path() / "history";
  Terminal terminal(invocation.out, look);
  parts.watch = [&terminal](std::string_view doing) { terminal.show_progress(doing); };
  session::Session engine(std::move(parts));

  if (o.resumes) {
    // Calls that no turn has booked were under way when the program was killed; they were paid for.
    agent::models::Spending lost = models.recorded();
    lost -= journal->state().spent;
    lost.judge_seconds = lost.gpu_seconds = 0;
    if (lost.requests > 0) purse.receive(std::nullopt, lost);
    GS_TRY(const session::Recovery recovery, engine.recover());
    if (const std::string_view words = words_of(recovery); !words.empty()) terminal.say(words, session::Tone::bold);
  }
  engine.use(std::move(model));
  GS_CHECK(journal->set("mode", std::string(to_string(mode))));
  greet(*journal, loaded, files, engine.model(), mode, terminal);
  if (!o.request.issue.empty() && !o.resumes) engine.log("user", o.request.issue);

  keep_after_interrupts();
  session::DialogueOptions options;
  options.prompt = "repair> ";
  options.mode = mode;
  options.open_model = [&models](const std::string& name) { return models.open(name); };
  options.clear_interrupt = clear_interrupt;
  options.must_end = told_to_end;
  options.wave_name = o.request.top + ".fst";
  session::Dialogue dialogue(engine, terminal, std::move(options));
  GS_TRY(const session::Ending ending, dialogue.run());
  const std::size_t applied = journal->state().applied.size();
  terminal.say(fmt::format("{} change{} applied; {}; gatesmith repair --resume {} goes on", applied,
                           applied == 1 ? "" : "s", session::spending_words(purse.spent()), journal->state().head.id),
               session::Tone::faint);
  return exit_code_of(ending, dialogue.mode(), look.interactive);
}

}  // namespace gs::cli
