#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "agent/cli/admissions.hpp"
#include "agent/cli/arguments.hpp"
#include "agent/cli/workshop.hpp"
#include "base/text.hpp"
#include "tasks/import/importer.hpp"
#include "tasks/import/suite_folder.hpp"
#include "tasks/loader.hpp"

namespace gs::cli {
namespace {

struct ImportOptions {
  std::string format, path, to, simulator;
  int jobs = 2;
  bool replace = false, no_admission = false, json = false, unsafe = false;
};

Result<const tasks::Importer*> find_importer(const std::string& format) {
  std::vector<std::string> formats;
  for (const tasks::Importer& importer : tasks::importers()) {
    if (importer.format == format) return &importer;
    formats.emplace_back(importer.format);
  }
  return invalid_input(fmt::format("\"{}\" is no format; known are {}", clean_utf8(format), join(formats, ", ")));
}

// The first thing about a task that does not hold; empty when all does.
std::string fault_of(const evaluators::Admission& admission) {
  for (const evaluators::AdmissionCheck& check : admission.checks) {
    if (!check.holds) return bound_text(fmt::format("{} does not hold: {}", check.name, check.detail), 400);
  }
  return {};
}

// Judges what can be judged of the suite and marks in its folder what is not fit to judge by. Number of those.
Result<std::size_t> mark_faults(tasks::ImportedSuite& suite, const std::vector<tasks::Task>& tasks,
                                tasks::SuiteFolder& folder, Workshop& shop, const ImportOptions& o,
                                Invocation& invocation) {
  // Those that the importer has marked cannot be judged here at all.
  std::vector<tasks::Task> judged;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (!tasks[i].not_admitted.empty()) continue;
    judged.push_back(tasks[i]);
    places.push_back(i);
  }
  const auto admit_one = [&](const tasks::Task& task) { return evaluators::admit(task, shop.any_judge()); };
  GS_TRY(const auto admissions, admit_all(judged, admit_one, o.jobs, invocation));
  std::size_t faulty = tasks.size() - judged.size();
  for (std::size_t k = 0; k < judged.size() && !interrupted(); ++k) {
    const std::string fault = fault_of(admissions[k]);
    if (fault.empty()) continue;
    const std::size_t i = places[k];
    ++faulty;
    suite.tasks[i].settings["admission"] = {{"fault", fault}};
    suite.tasks[i].settings["tags"].push_back("not-admitted");
    GS_TRY(const tasks::Task marked, folder.write(suite.tasks[i]));
    invocation.out << fmt::format("  not admitted: {}: {}\n", marked.id, fault);
  }
  return faulty;
}

Result<Json> import_suite(tasks::ImportedSuite& suite, Workshop* shop, const ImportOptions& o, Invocation& invocation) {
  const std::filesystem::path root = o.to.empty() ? tasks::imported_root() : std::filesystem::path(o.to);
  using Existing = tasks::SuiteFolder::Existing;
  GS_TRY(tasks::SuiteFolder folder,
         tasks::SuiteFolder::open(root / suite.name, o.replace ? Existing::replace : Existing::refuse));
  std::vector<tasks::Task> tasks;
  for (const tasks::ImportedTask& task : suite.tasks) {
    GS_TRY(tasks::Task written, folder.write(task));
    tasks.push_back(std::move(written));
    if (interrupted()) return Json();
  }
  std::size_t faulty = 0;
  if (shop != nullptr) {
    GS_TRY(faulty, mark_faults(suite, tasks, folder, *shop, o, invocation));
  }
  if (interrupted()) return Json();
  GS_CHECK(folder.commit());
  if (!o.json) {
    invocation.out << fmt::format("{}: {} tasks in {}{}\n", suite.name, tasks.size(), (root / suite.name).string(),
                                  shop == nullptr ? ", none judged" : fmt::format(", {} not admitted", faulty));
    for (const std::string& note : suite.notes) invocation.out << "  note: " << note << "\n";
  }
  Json json{
      {"suite", suite.name}, {"folder", (root / suite.name).string()}, {"tasks", tasks.size()}, {"notes", suite.notes}};
  if (shop != nullptr) json["not_admitted"] = faulty;
  return json;
}

}  // namespace

Result<ExitCode> import_verb(Invocation& invocation) {
  ImportOptions o;
  std::string formats = "the suite's format:";
  for (const tasks::Importer& importer : tasks::importers()) {
    formats += fmt::format("\n{} ({})", importer.format, importer.source);
  }
  Arguments arguments("import",
                      "Turns a suite of others, read from your own copy, into task directories. Tasks that are not fit "
                      "to judge by are marked, not dropped.");
  CLI::App& app = arguments.app();
  app.add_option("format", o.format, formats)->required();
  app.add_option("path", o.path, "file or folder")->required();
  app.add_option("--to", o.to, "folder of suites (default: " + tasks::imported_root().string() + ")");
  app.add_flag("--replace", o.replace, "import anew what was imported before");
  app.add_flag("--no-admission", o.no_admission, "do not judge the golden answers");
  app.add_option("--jobs,-j", o.jobs, "tasks judged at once")->check(CLI::Range(1, 256))->capture_default_str();
  app.add_option(kSimulatorOption, o.simulator, kSimulatorHelp);
  app.add_flag("--json", o.json, "one JSON array");
  app.add_flag(kUnsafeOption, o.unsafe, kUnsafeHelp);
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;

  GS_TRY(const tasks::Importer* importer, find_importer(o.format));
  GS_TRY(std::vector<tasks::ImportedSuite> suites, importer->read(o.path));
  std::unique_ptr<Workshop> shop;
  const auto can_be_judged = [](const tasks::ImportedTask& task) { return !task.settings.contains("admission"); };
  const bool any = std::any_of(suites.begin(), suites.end(), [&](const tasks::ImportedSuite& suite) {
    return std::any_of(suite.tasks.begin(), suite.tasks.end(), can_be_judged);
  });
  if (!o.no_admission && any) {
    const Containment containment = o.unsafe ? Containment::none : Containment::required;
    GS_TRY(shop, Workshop::open({containment, o.simulator}, invocation.log));
  }
  Json all = Json::array();
  for (tasks::ImportedSuite& suite : suites) {
    GS_TRY(Json json, import_suite(suite, shop.get(), o, invocation));
    if (interrupted()) return ExitCode::interrupted;
    all.push_back(std::move(json));
  }
  if (o.json) invocation.out << dump_json(all) << "\n";
  return ExitCode::done;
}

}  // namespace gs::cli
