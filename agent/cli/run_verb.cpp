#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <iostream>

#include "agent/cli/arguments.hpp"
#include "agent/cli/workshop.hpp"
#include "base/clock.hpp"
#include "base/files.hpp"
#include "benchmarks/campaign.hpp"
#include "benchmarks/report.hpp"
#include "benchmarks/run_store.hpp"
#include "tasks/loader.hpp"

namespace gs::cli {
namespace {

struct RunOptions {
  std::string suite, model, strategy = "default", folder, simulator, rules;
  int samples = 1, jobs = 2;
  std::uint64_t seed = 1;
  double seconds = 55;
  int checks = agent::Budget{}.checks;
  bool json = false, unsafe = false, no_verdict_cache = false;
};

// CLI::Range lets NaN pass: it is neither below nor above.
std::string is_number(const std::string& text) {
  return std::isnan(std::strtod(text.c_str(), nullptr)) ? "Value " + text + " is no number" : "";
}

void declare(Arguments& arguments, RunOptions& o) {
  CLI::App& app = arguments.app();
  app.add_option("suite", o.suite, "SUITE, SUITE:TAG or SUITE/TASK")->required();
  app.add_option("--model,-m", o.model, "search, golden or null")->required();
  app.add_option("--strategy", o.strategy, "how the model is used")->capture_default_str();
  app.add_option("--samples,-n", o.samples, "attempts per task")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--jobs,-j", o.jobs, "attempts at once")->check(CLI::Range(1, 256))->capture_default_str();
  app.add_option("--seed", o.seed, "of everything random")->check(CLI::Range(0u, 2147483647u))->capture_default_str();
  app.add_option("--seconds", o.seconds, "wall clock per task for proposing")
      ->check(CLI::Range(1.0, 86400.0))
      ->check(is_number)
      ->capture_default_str();
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
  std::string name = o.suite + "-" + o.model;
  if (o.strategy != "default") name += "-" + o.strategy;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_' && c != '.') c = '_';
  }
  return std::filesystem::path("runs") / name;
}

benchmarks::Manifest manifest_of(const RunOptions& o, const std::vector<tasks::Task>& tasks, Workshop& shop,
                                 const Clock& clock) {
  benchmarks::Manifest manifest;
  manifest.suite = o.suite;
  manifest.model = o.model;
  manifest.strategy = o.strategy;
  manifest.samples = o.samples;
  manifest.seed = o.seed;
  manifest.budget.wall = std::chrono::milliseconds(static_cast<std::int64_t>(o.seconds * 1000));
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

  GS_CHECK(agent::check_model_name(o.model));
  if (o.strategy != "default") {
    return invalid_input(
        fmt::format("--strategy: \"{}\" is not known; the built-in models have only \"default\"", o.strategy));
  }
  GS_TRY(const tasks::SuiteSelector selector, tasks::parse_selector(o.suite));
  GS_TRY(const std::vector<tasks::Task> tasks, tasks::load_suite(selector, tasks::pack_roots()));
  const Containment containment = o.unsafe ? Containment::none : Containment::required;
  GS_TRY(const std::unique_ptr<Workshop> shop,
         Workshop::open({containment, o.simulator, false, o.rules}, invocation.log));
  const SystemClock clock;
  const std::filesystem::path folder = o.folder.empty() ? default_folder(o) : std::filesystem::path(o.folder);
  GS_TRY(benchmarks::RunStore store, benchmarks::RunStore::open_or_create(folder, manifest_of(o, tasks, *shop, clock)));

  benchmarks::CampaignOptions options;
  options.jobs = o.jobs;
  options.lab = &shop->lab();
  options.interrupted = interrupted;
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
  return report.summary.errors > 0 ? ExitCode::environment : ExitCode::done;
}

}  // namespace gs::cli
