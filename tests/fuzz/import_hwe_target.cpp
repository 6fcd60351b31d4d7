#include "evaluators/text/hwe_bench_log.hpp"
#include "tests/fuzz/import_check.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

// The bytes as records, and as logs: what is resolved reports tests that all pass.
std::string check_import_hwe(std::string_view bytes) {
  const std::string_view before = bytes.substr(0, bytes.size() / 2), after = bytes.substr(bytes.size() / 2);
  const auto verdict = text::judge_hwe_logs(before, after);
  if (verdict && verdict->resolved && (verdict->tests == 0 || verdict->passed_after != verdict->tests)) {
    return "resolved, but " + verdict->why;
  }
  const std::filesystem::path file = import_folder() / "records.jsonl";
  write_plainly(file, bytes);
  return check_import(tasks::import_hwe_bench(file));
}

}  // namespace gs::fuzz
