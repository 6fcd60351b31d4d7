#include <fmt/format.h>

#include <iostream>

#include "agent/cli/admissions.hpp"
#include "agent/cli/arguments.hpp"
#include "agent/cli/mutate_verb.hpp"
#include "agent/cli/workshop.hpp"
#include "base/text.hpp"
#include "benchmarks/report_words.hpp"
#include "evaluators/admission.hpp"
#include "sandbox/unboxed.hpp"
#include "tasks/loader.hpp"

namespace gs::cli {
namespace {

struct TasksOptions {
  std::string suite, task, simulator;
  int jobs = 2;
  bool json = false, unsafe = false, mutants = false;
};

Json describe(const tasks::Task& task) {
  return {{"task", task.name()},
          {"title", task.title},
          {"kind", task.kind},
          {"difficulty", task.difficulty},
          {"tags", task.tags},
          {"top", task.design_top},
          {"bug_class", task.bug_class},
          {"changes", task.changes},
          {"reproducer", task.check.has_value()},
          {"not_admitted", task.not_admitted},
          {"hash", task.hash}};
}

Result<ExitCode> list(const TasksOptions& o, Invocation& invocation) {
  const auto roots = tasks::pack_roots();
  std::vector<std::string> suites = {o.suite};
  if (o.suite.empty()) suites = tasks::list_suites(roots);
  Json all = Json::array();
  for (const std::string& name : suites) {
    GS_TRY(const tasks::SuiteSelector selector, tasks::parse_selector(name));
    GS_TRY(const std::vector<tasks::Task> tasks, tasks::load_suite(selector, roots));
    for (const tasks::Task& task : tasks) {
      all.push_back(describe(task));
      if (o.json) continue;
      invocation.out << fmt::format("{:<44} {:<7} {}\n", task.name(), task.difficulty, task.title);
      if (!task.not_admitted.empty()) invocation.out << "    not admitted: " << task.not_admitted << "\n";
    }
  }
  if (o.json) invocation.out << dump_json(all) << "\n";
  return ExitCode::done;
}

Result<ExitCode> show(const TasksOptions& o, Invocation& invocation) {
  GS_TRY(const tasks::Task task, tasks::load_named_task(o.task, tasks::pack_roots()));
  if (o.json) {
    Json json = describe(task);
    json["instruction"] = task.instruction;
    json["workspace"] = Json::array();
    for (const auto& [name, content] : task.workspace) json["workspace"].push_back(name);
    json["folder"] = task.folder.string();
    invocation.out << dump_json(json) << "\n";
    return ExitCode::done;
  }
  invocation.out << fmt::format("{} ({}, {})\ntags: {}\nfolder: {}\nworkspace:\n", task.name(), task.kind,
                                task.difficulty, join(task.tags, ", "), task.folder.string());
  for (const auto& [name, content] : task.workspace) {
    invocation.out << fmt::format("  {} ({} lines)\n", name, split_lines(content).size());
  }
  invocation.out << "\n" << task.instruction;
  return ExitCode::done;
}

// With one more check: that the hidden tests find small faults of the golden.
Result<evaluators::Admission> with_mutants(evaluators::Admission admission, const tasks::Task& task,
                                           const agent::mutation::MutationTools& tools) {
  agent::mutation::MutationRunOptions options;
  options.jobs = 1;  // tasks go side by side already
  options.stop = interrupted;
  GS_TRY(const auto reports, run_mutations({task}, tools, options));
  if (!reports.empty()) admission.checks.push_back(mutation_check(reports.front(), {}));
  return admission;
}

Result<ExitCode> lint(const TasksOptions& o, Invocation& invocation) {
  GS_TRY(const std::vector<tasks::Task> tasks, select_tasks(o.suite));
  const Containment containment = o.unsafe ? Containment::none : Containment::required;
  GS_TRY(const std::unique_ptr<Workshop> shop, Workshop::open({containment, o.simulator}, invocation.log));
  const bool sandboxed = sandbox::is_sandboxed(shop->box().description());
  std::string no_proofs;
  const auto prover = o.mutants ? open_prover(*shop, no_proofs) : std::nullopt;
  if (!no_proofs.empty()) invocation.log.warning("equivalence of mutants is not looked at: " + no_proofs);
  const auto admit_one = [&](const tasks::Task& task) -> Result<evaluators::Admission> {
    GS_TRY(evaluators::Admission admission, evaluators::admit(task, shop->any_judge()));
    if (!o.mutants || !admission.checks.front().holds) return admission;
    return with_mutants(std::move(admission), task, {shop->judge(), shop->lab(), prover ? &*prover : nullptr});
  };
  GS_TRY(const auto admissions, admit_all(tasks, admit_one, o.jobs, invocation));
  if (interrupted()) return ExitCode::interrupted;
  std::size_t admitted = 0;
  Json all = Json::array();
  for (const evaluators::Admission& admission : admissions) {
    if (admission.admitted()) ++admitted;
    Json checks = Json::array();
    for (const evaluators::AdmissionCheck& check : admission.checks) {
      checks.push_back({{"name", check.name}, {"holds", check.holds}, {"detail", check.detail}});
      if (!o.json && !check.holds) {
        invocation.out << fmt::format("{}: {} does not hold: {}\n", admission.task, check.name, check.detail);
      }
    }
    all.push_back(
        {{"task", admission.task}, {"admitted", admission.admitted()}, {"checks", checks}, {"sandboxed", sandboxed}});
  }
  if (o.json) {
    invocation.out << dump_json(all) << "\n";
  } else {
    if (!sandboxed) invocation.out << benchmarks::not_sandboxed_words() << "\n";
    invocation.out << fmt::format("{} of {} tasks admitted\n", admitted, admissions.size());
  }
  return admitted == admissions.size() ? ExitCode::done : ExitCode::failed;
}

}  // namespace

Result<ExitCode> tasks_verb(Invocation& invocation) {
  TasksOptions o;
  Arguments arguments("tasks", "Task suites: what there is, what a task says, whether tasks are fit to judge by.");
  CLI::App& app = arguments.app();
  app.require_subcommand(1);
  CLI::App* list_app = app.add_subcommand("list", "lists suites and tasks");
  list_app->add_option("suite", o.suite, "SUITE or SUITE:TAG (default: all)");
  list_app->add_flag("--json", o.json, "one JSON array");
  CLI::App* show_app = app.add_subcommand("show", "prints one task's report and files");
  show_app->add_option("task", o.task, "SUITE/TASK or a task directory")->required();
  show_app->add_flag("--json", o.json, "one JSON object");
  CLI::App* lint_app = app.add_subcommand("lint", "the admission gate: golden passes, everything else fails");
  lint_app->add_option("suite", o.suite, "SUITE, SUITE:TAG, SUITE/TASK or a task directory")->required();
  lint_app->add_option("--jobs,-j", o.jobs, "tasks at once")->check(CLI::Range(1, 256))->capture_default_str();
  lint_app->add_option(kSimulatorOption, o.simulator, kSimulatorHelp);
  lint_app->add_flag("--mutants", o.mutants, "also: the hidden tests find small faults of the golden");
  lint_app->add_flag("--json", o.json, "one JSON array");
  lint_app->add_flag(kUnsafeOption, o.unsafe, kUnsafeHelp);
  MutateOptions mutation;
  CLI::App* mutate_app = app.add_subcommand("mutate", "puts small faults into golden answers: do the tests find them?");
  add_mutate_options(*mutate_app, mutation);
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;
  if (mutate_app->parsed()) return mutate(mutation, invocation);
  if (list_app->parsed()) return list(o, invocation);
  if (show_app->parsed()) return show(o, invocation);
  return lint(o, invocation);
}

}  // namespace gs::cli
