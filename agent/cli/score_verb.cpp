#include <fmt/format.h>

#include <iostream>

#include "agent/cli/arguments.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "evaluators/text/edit_similarity.hpp"
#include "evaluators/text/hwe_bench_log.hpp"
#include "tasks/import/import_parts.hpp"

namespace gs::cli {
namespace {

struct ScoreOptions {
  std::string suite, file, after;
  bool json = false;
};

/// Two logs of HWE-Bench's own harness, by its rule.
Result<ExitCode> score_hwe_bench(const ScoreOptions& o, Invocation& invocation) {
  if (o.after.empty()) return invalid_input("hwe-bench: two logs are needed, before and after the fix");
  GS_TRY(const std::string before, read_file(o.file));
  GS_TRY(const std::string after, read_file(o.after));
  GS_TRY(const text::HweVerdict verdict, text::judge_hwe_logs(before, after));
  if (o.json) {
    invocation.out << dump_json({{"resolved", verdict.resolved},
                                 {"why", verdict.why},
                                 {"tests", verdict.tests},
                                 {"passed_before", verdict.passed_before},
                                 {"passed_after", verdict.passed_after}})
                   << "\n";
  } else {
    invocation.out << fmt::format("{}: {}\n", verdict.resolved ? "resolved" : "not resolved", verdict.why);
  }
  return verdict.resolved ? ExitCode::done : ExitCode::failed;
}

}  // namespace

Result<ExitCode> score_verb(Invocation& invocation) {
  ScoreOptions o;
  Arguments arguments("score", "Scores predictions that were made elsewhere, by the suite's own arithmetic.");
  arguments.app()
      .add_option("suite", o.suite, "rtl-repo or hwe-bench")
      ->required()
      ->check(CLI::IsMember({"rtl-repo", "hwe-bench"}));
  arguments.app()
      .add_option("file", o.file,
                  R"(rtl-repo: JSON lines of {"generated": LINE, "label": LINE}; hwe-bench: the log before the fix)")
      ->required();
  arguments.app().add_option("after", o.after, "hwe-bench: the log after the fix");
  arguments.app().add_flag("--json", o.json, "one JSON object");
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;

  if (o.suite == "hwe-bench") return score_hwe_bench(o, invocation);
  if (!o.after.empty()) return invalid_input("rtl-repo: one file is scored");
  std::size_t count = 0, exact = 0;
  std::int64_t similarity = 0;
  const auto add = [&](const Json& row, const std::string& where) -> Result<void> {
    FieldReader reader(row, where);
    const std::string generated = reader.string_or("generated", "");
    const std::string label = reader.string_or("label", "");
    if (!reader.has("generated")) reader.fail("generated", "missing");
    if (!reader.has("label")) reader.fail("label", "missing");
    GS_CHECK(reader.finish_known());
    ++count;
    exact += text::is_exact_match(generated, label) ? 1 : 0;
    similarity += text::edit_similarity(generated, label);
    return {};
  };
  GS_CHECK(tasks::for_each_row(o.file, add));
  if (count == 0) return invalid_input(clean_utf8(o.file) + ": no predictions");
  const double n = static_cast<double>(count);
  const double es = static_cast<double>(similarity) / n, em = 100.0 * static_cast<double>(exact) / n;
  if (o.json) {
    invocation.out << dump_json({{"count", count}, {"edit_similarity", es}, {"exact_match", em}, {"exact", exact}})
                   << "\n";
  } else {
    invocation.out << fmt::format("predictions: {}\nedit similarity: {:.5f}\nexact match: {:.3f} ({} of {})\n", count,
                                  es, em, exact, count);
  }
  return ExitCode::done;
}

}  // namespace gs::cli
