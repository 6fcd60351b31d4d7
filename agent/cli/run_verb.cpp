#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <iostream>

#include "agent/cli/arguments.hpp"
#include "agent/cli/model_desk.hpp"
#include "agent/cli/workshop.hpp"
#include "base/clock.hpp"
#include "base/files.hpp"
#include "benchmarks/campaign.hpp"
#include "benchmarks/report.hpp"
#include "benchmarks/run_store.hpp"
#include "tasks/loader.hpp"

namespace gs::cli {
namespace {

// Of built-in models, which compute; and of models that are asked, which think, and wait for their turn.
constexpr double kSeconds = 55, kAskedSeconds = 1800;

struct RunOptions {
  std::string suite, folder, simulator, rules;
  ModelOptions ask;
  int samples = 1, jobs = 2;
  std::uint64_t seed = 1;
  std::optional<double> seconds;
  std::optional<int> turns;
  int checks = agent::Budget{}.checks;
  bool json = false, unsafe = false, no_verdict_cache = false;
};

void declare(Arguments& arguments, RunOptions& o) {
  CLI::App& app = arguments.app();
  app.add_option("suite", o.suite, "SUITE, SUITE:TAG or SUITE/TASK")->required();
  declare_model_options(app, o.ask);
  app.add_option("--samples,-n", o.samples, "attempts per task")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--jobs,-j", o.jobs, "attempts at once")->check(CLI::Range(1, 256))->capture_default_str();
  app.add_option("--seed", o.seed, "of everything random")->check(CLI::Range(0u, 2147483647u))->capture_default_str();
  app.add_option("--seconds", o.seconds,
                 fmt::format("wall clock per task for proposing (default: {:g}, of models that are asked {:g})",
                             kSeconds, kAskedSeconds))
      ->check(CLI::Range(1.0, 86400.0))
      ->check(is_number);
  app.add_option("--turns", o.turns, "answers per task (default: 8; 40 for strategy tools, 10 for two-stage)")
      ->check(CLI::Range(1, 1000));
  app.add_option("--checks", o.checks, "visible examinations per task")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  app.add_option("--run", o.folder, "folder of the record (default: runs/<suite>-<model>)");
  app.add_option(kSimulatorOption, o.simulator, kSimulatorHelp);
  app.add_option(kRulesOption, o.rules, kRulesHelp);
  app.add_flag("--json", o.json, "print the summary as one JSON object");
  app.add_flag(kNoVerdictCacheOption, o.no_verdict_cache, kNoVerdictCacheHelp);
  app.add_flag(kUnsafeOption, o.unsafe, kUnsafeHelp);
}

// A folder name that is the same for the same command.
std::filesystem::path default_folder(const RunOptions& o) {
  std::string name = o.suite + "-" + o.ask.model;
  if (o.ask.strategy != "default") name += "-" + o.ask.strategy;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_' && c != '.') c = '_';
  }
  return std::filesystem::path("runs") / name;
}

benchmarks::Manifest manifest_of(const RunOptions& o, const std::vector<tasks::Task>& tasks, Workshop& shop,
                                 const ModelDesk* desk, const Clock& clock) {
  benchmarks::Manifest manifest;
  manifest.suite = o.suite;
  manifest.model = o.ask.model;
  manifest.strategy = o.ask.strategy;
  manifest.samples = o.samples;
  manifest.seed = o.seed;
  const double seconds = o.seconds.value_or(desk != nullptr ? kAskedSeconds : kSeconds);
  manifest.budget.wall = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  manifest.budget.turns =
      o.turns.value_or(desk != nullptr ? agent::chat::default_turns(desk->strategy()) : agent::Budget{}.turns);
  if (desk != nullptr) {
    manifest.settings = desk->settings();
    manifest.notes = desk->notes();
  }
  manifest.budget.checks = o.checks;
  for (const tasks::Task& task : tasks) {
    manifest.tasks[task.name()] = task.hash;
    manifest.titles[task.name()] = task.title;
  }
  manifest.evaluator = shop.any_judge().description();
  manifest.enforced_by = shop.box().description();
  manifest.version = GS_VERSION;
  manifest.created_ms = clock.wall().count();
  return manifest;
}

// Tells the desk what this run has spent so far. Exchanges on record that belong to no recorded attempt are those of
// attempts under way when the program was killed: they were paid for all the same.
Result<void> book_earlier(benchmarks::RunStore& store, agent::models::Spending recorded, ModelDesk& desk) {
  GS_TRY(agent::models::Spending spent, store.spent());
  agent::models::Spending lost = recorded;
  lost -= spent;
  if (lost.requests > 0) {
    lost.wasted = lost.usage;
    lost.pte_wasted = lost.pte_observed;
    lost.judge_seconds = lost.gpu_seconds = 0;
    GS_CHECK(store.add_lost(lost));
    spent += lost;
  }
  desk.book(spent);
  return {};
}

class Progress {
 public:
  Progress(Invocation& invocation, const Clock& clock)
      : invocation_(invocation), clock_(clock), start_(clock.monotonic()) {}

  void operator()(const agent::Attempt& attempt, int done, int total) {
    if (first_done_ < 0) first_done_ = done - 1;
    const auto elapsed = clock_.monotonic() - start_;
    const int mine = done - first_done_;
    const auto left = elapsed / mine * (total - done);
    const std::string what = fmt::format("{:>3}/{} {:<7} {} ({})", done, total, to_string(attempt.status), attempt.task,
                                         to_human(attempt.propose_wall + attempt.judge_wall));
    if (invocation_.is_terminal) {
      invocation_.err << "\r\033[K" << what << "\n\033[K"
                      << (done < total ? "    about " + to_human(left) + " left\r" : "") << std::flush;
    } else {
      invocation_.err << what << "\n";
    }
    if (attempt.status == agent::AttemptStatus::error) invocation_.err << "    error: " << attempt.error << "\n";
  }

 private:
  Invocation& invocation_;
  const Clock& clock_;
  std::chrono::nanoseconds start_;
  int first_done_ = -1;
};

}  // namespace

Result<ExitCode> run_verb(Invocation& invocation) {
  RunOptions o;
  Arguments arguments("run", "Runs a task suite with a model and records every attempt. The same command resumes it.");
  declare(arguments, o);
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;

  GS_TRY(const bool asked, is_asked(o.ask.model));
  if (!asked && o.ask.strategy != "default") {
    return invalid_input(
        fmt::format("--strategy: \"{}\" is not known; the built-in models have only \"default\"", o.ask.strategy));
  }
  if (!asked && o.ask.evidence != "visible") {
    return invalid_input(fmt::format(
        "--evidence: \"{}\" is for models that are asked; the built-in ones have the visible test", o.ask.evidence));
  }
  GS_TRY(const agent::Evidence evidence, agent::evidence_from(o.ask.evidence));
  GS_TRY(const tasks::SuiteSelector selector, tasks::parse_selector(o.suite));
  GS_TRY(const std::vector<tasks::Task> tasks, tasks::load_suite(selector, tasks::pack_roots()));
  const SystemClock clock;
  std::unique_ptr<ModelDesk> desk;
  if (asked) {
    GS_TRY(desk, ModelDesk::open(o.ask, clock, invocation.log));
  }
  const Containment containment = o.unsafe ? Containment::none : Containment::required;
  // A model reads what drove the first mismatch; the built-in ones would only wait for it.
  const bool explained = asked && evidence == agent::Evidence::visible;
  GS_TRY(const std::unique_ptr<Workshop> shop,
         Workshop::open({containment, o.simulator, explained, o.rules}, invocation.log));
  const std::filesystem::path folder = o.folder.empty() ? default_folder(o) : std::filesystem::path(o.folder);
  GS_TRY(benchmarks::RunStore store,
         benchmarks::RunStore::open_or_create(folder, manifest_of(o, tasks, *shop, desk.get(), clock)));

  benchmarks::CampaignOptions options;
  options.jobs = o.jobs;
  options.lab = &shop->lab();
  options.inspector = &shop->inspector();
  options.evidence = evidence;
  options.allowance = o.ask.task;
  options.cancel = &interrupt_flag();
  const std::chrono::nanoseconds start = clock.monotonic();
  const auto wall_is_over = [&] {
    return o.ask.campaign_seconds > 0 &&
           std::chrono::duration<double>(clock.monotonic() - start).count() >= o.ask.campaign_seconds;
  };
  options.interrupted = [&] { return interrupted() || wall_is_over() || (desk && desk->stopped()); };
  if (desk) {
    GS_TRY(agent::models::Spending recorded, desk->record_into(folder / agent::models::kExchangesName));
    GS_CHECK(book_earlier(store, recorded, *desk));
    options.purse = &desk->purse();
    options.proposer = [&desk] { return desk->proposer(); };
  }
  options.progress = Progress(invocation, clock);
  evaluators::Evaluator& judge = o.no_verdict_cache ? shop->any_judge() : shop->caching_judge(invocation.log);
  GS_CHECK(run_campaign(store, tasks, judge, options, clock));

  GS_TRY(const benchmarks::RunReport report, benchmarks::load_report(store));
  const std::filesystem::path page = folder / "report.html";
  GS_CHECK(write_file_atomic(page, benchmarks::html_report(report)));
  if (o.json) {
    invocation.out << dump_json(summary_json(report)) << "\n";
  } else {
    invocation.out << text_table(report, invocation.columns, invocation.colour);
  }
  invocation.err << "report: " << std::filesystem::absolute(page).string() << "\n";
  if (interrupted()) {
    invocation.err << "interrupted; the same command goes on\n";
    return ExitCode::interrupted;
  }
  if (const auto stopped = desk ? desk->stopped() : std::nullopt;
      stopped && report.summary.skipped + report.summary.errors > 0) {
    invocation.err << "stopped: " << to_string(stopped->kind) << ": " << stopped->message
                   << "; the same command goes on\n";
    return stopped->kind == agent::models::FailureKind::campaign_budget ? ExitCode::budget : ExitCode::environment;
  }
  if (wall_is_over() && report.summary.skipped > 0) {
    invocation.err << "stopped: the wall clock of the campaign is over; the same command goes on\n";
    return ExitCode::budget;
  }
  return report.summary.errors > 0 ? ExitCode::environment : ExitCode::done;
}

}  // namespace gs::cli
