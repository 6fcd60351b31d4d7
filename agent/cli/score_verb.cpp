#include <fmt/format.h>

#include <iostream>

#include "agent/cli/arguments.hpp"
#include "base/text.hpp"
#include "evaluators/text/edit_similarity.hpp"
#include "tasks/import/import_parts.hpp"

namespace gs::cli {
namespace {

struct ScoreOptions {
  std::string suite, file;
  bool json = false;
};

}  // namespace

Result<ExitCode> score_verb(Invocation& invocation) {
  ScoreOptions o;
  Arguments arguments("score", "Scores predictions that were made elsewhere, by the suite's own arithmetic.");
  arguments.app().add_option("suite", o.suite, "rtl-repo")->required()->check(CLI::IsMember({"rtl-repo"}));
  arguments.app().add_option("file", o.file, R"(JSON lines of {"generated": LINE, "label": LINE})")->required();
  arguments.app().add_flag("--json", o.json, "one JSON object");
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;

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
