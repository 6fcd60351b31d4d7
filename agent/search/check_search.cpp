#include "agent/search/check_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gs::agent::search {
namespace {

// A right design may run longer than a broken one, which a test can give up at its first error.
constexpr int kPatience = 4;
constexpr std::chrono::milliseconds kLeastWall{3000};

}  // namespace

Result<Proposal> search_by_check(const Survey& ground, Workbench& bench, std::chrono::milliseconds start_wall) {
  bench.note("note", fmt::format("{} edits to try, one run of the test each", ground.edits.size()));
  std::size_t tried = 0, at = 0;
  std::vector<const Edit*> late;
  Proposal found;
  // Whether the search is over.
  const auto attempt = [&](const Edit& edit, std::chrono::milliseconds wall) -> Result<bool> {
    bench.show(fmt::format("edit {} of {}: {}", at, ground.edits.size(), describe(edit, ground.sources)));
    tasks::Candidate candidate{changed_files({&edit}, ground.sources), describe(edit, ground.sources)};
    auto verdict = wall > wall.zero() ? bench.check_within(candidate, wall) : bench.check(candidate);
    if (!verdict && verdict.error().code() == ErrorCode::limit_exceeded) return true;
    if (!verdict) return std::move(verdict).error();
    ++tried;
    if (verdict->status == tasks::VerdictStatus::timeout && wall > wall.zero()) late.push_back(&edit);
    if (!verdict->passed()) return false;
    found = {std::move(candidate), "the test passes with one edit", true};
    return true;
  };
  const std::chrono::milliseconds wall = std::max(kPatience * start_wall, kLeastWall);
  for (const Edit& edit : ground.edits) {
    ++at;
    GS_TRY(const bool is_over, attempt(edit, wall));
    if (is_over) break;
  }
  const std::vector<const Edit*> again = std::move(late);
  late.clear();
  if (!found.candidate) {
    for (const Edit* edit : again) {
      if (!bench.exhausted().empty()) break;
      --tried;
      GS_TRY(const bool is_over, attempt(*edit, wall.zero()));
      if (is_over) break;
    }
  }
  if (found.candidate) return found;
  const std::string spent = bench.exhausted();
  return Proposal{
      std::nullopt,
      fmt::format("{}: {} of {} single edits tried, and the test passes with none of them; the search learns "
                  "more from a testbench (--tb)",
                  spent.empty() ? "nothing left to try" : spent, tried, ground.edits.size()),
      true};
}

}  // namespace gs::agent::search
