#include "evaluators/text/hwe_bench_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.hpp"

namespace gs::text {
namespace {

constexpr std::string_view kStart = "HWE_BENCH_RESULTS_START", kEnd = "HWE_BENCH_RESULTS_END", kTest = "TEST:";

std::string_view results_of(std::string_view log) {
  const std::size_t start = log.find(kStart);
  if (start == std::string_view::npos || log.find(kEnd) == std::string_view::npos) return log;
  log.remove_prefix(start + kStart.size());
  return log.substr(0, log.rfind(kEnd));
}

/// The name without any "TEST:" in it, as the suite has it.
std::string name_of(std::string_view text) {
  std::string name(text);
  for (std::size_t at = 0; (at = name.find(kTest, at)) != std::string::npos;) name.erase(at, kTest.size());
  return clean_utf8(trim(name));
}

std::optional<HweTest> result_of(std::string_view word) {
  if (word == "PASS") return HweTest::pass;
  if (word == "FAIL") return HweTest::fail;
  if (word == "SKIP") return HweTest::skip;
  return std::nullopt;
}

std::size_t count_passed(const std::map<std::string, HweTest>& tests) {
  return static_cast<std::size_t>(
      std::count_if(tests.begin(), tests.end(), [](const auto& test) { return test.second == HweTest::pass; }));
}

}  // namespace

Result<std::map<std::string, HweTest>> parse_hwe_log(std::string_view log) {
  std::map<std::string, HweTest> tests;
  std::string text(results_of(log));
  // Python's splitlines() ends lines at these too.
  for (char& c : text) {
    if (c == '\r' || c == '\v' || c == '\f' || (c >= 0x1c && c <= 0x1e)) c = '\n';
  }
  for (const std::string_view raw : split_lines(text)) {
    const std::string_view line = trim(raw);
    if (!line.starts_with(kTest)) continue;
    const std::size_t dots = line.find("...");
    if (dots == std::string_view::npos) continue;
    const std::string_view rest = line.substr(dots + 3);
    if (rest.find("...") != std::string_view::npos) continue;
    const std::optional<HweTest> result = result_of(trim(rest));
    if (!result) continue;
    const std::string name = name_of(line.substr(0, dots));
    const auto [place, is_new] = tests.emplace(name, *result);
    if (!is_new && place->second != *result) {
      return invalid_input(fmt::format("test \"{}\" is reported with two results", name));
    }
  }
  return tests;
}

Result<HweVerdict> judge_hwe_logs(std::string_view before, std::string_view after) {
  const auto earlier = parse_hwe_log(before);
  if (!earlier) return earlier.error().with("the log before the fix");
  const auto later = parse_hwe_log(after);
  if (!later) return later.error().with("the log after the fix");
  std::set<std::string> names;
  for (const auto* log : {&*earlier, &*later}) {
    for (const auto& [name, result] : *log) names.insert(name);
  }
  HweVerdict verdict;
  verdict.tests = names.size();
  verdict.passed_before = count_passed(*earlier);
  verdict.passed_after = count_passed(*later);
  if (later->empty()) {
    verdict.why = "no test is reported after the fix";
    return verdict;
  }
  const auto failing = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    const auto found = later->find(name);
    return found == later->end() || found->second != HweTest::pass;
  });
  if (failing != names.end()) {
    verdict.why = fmt::format("{} of {} tests do not pass after the fix, first \"{}\"",
                              names.size() - verdict.passed_after, names.size(), *failing);
    return verdict;
  }
  if (verdict.passed_before == names.size()) {
    verdict.why = "no test failed before the fix";
    return verdict;
  }
  verdict.resolved = true;
  verdict.why = fmt::format("{} of {} tests passed before the fix, all after it", verdict.passed_before, names.size());
  return verdict;
}

}  // namespace gs::text
