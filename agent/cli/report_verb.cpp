#include <iostream>

#include "agent/cli/arguments.hpp"
#include "base/files.hpp"
#include "benchmarks/report.hpp"
#include "benchmarks/run_store.hpp"

namespace gs::cli {

Result<ExitCode> report_verb(Invocation& invocation) {
  std::string folder, page;
  bool json = false;
  Arguments arguments("report", "Prints a recorded run.");
  arguments.app().add_option("run", folder, "folder of the record")->required();
  arguments.app().add_option("--html", page, "write the page to this file");
  arguments.app().add_flag("--json", json, "print the summary as one JSON object");
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;

  GS_TRY(const benchmarks::RunStore store, benchmarks::RunStore::open_existing(folder));
  GS_TRY(const benchmarks::RunReport report, benchmarks::load_report(store));
  if (!page.empty()) GS_CHECK(write_file_atomic(page, benchmarks::html_report(report)));
  if (json) {
    invocation.out << dump_json(summary_json(report)) << "\n";
  } else {
    invocation.out << text_table(report, invocation.columns, invocation.colour);
  }
  return ExitCode::done;
}

}  // namespace gs::cli
