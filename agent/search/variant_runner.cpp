#include "agent/search/variant_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "agent/search/schemata.hpp"

namespace gs::agent::search {
namespace {

constexpr int kBuildTries = 6;
constexpr std::size_t kSmallestGroup = 12;
constexpr std::chrono::milliseconds kBaselineWall{3000};
constexpr std::chrono::milliseconds kLeastVariantWall{150};

bool same(const rtl::VariantResult& a, const rtl::VariantResult& b) {
  return a.completed == b.completed && a.wrong == b.wrong && a.first_time_ps == b.first_time_ps;
}

std::string split_reason(const rtl::VariantBatch& batch, const rtl::VariantResult& baseline) {
  if (batch.status != rtl::PhaseStatus::ok) {
    for (const rtl::ToolMessage& m : batch.messages) {
      if (m.is_error) return fmt::format("{}:{}: {}", m.file, m.line, m.text);
    }
    return batch.message;
  }
  if (batch.results.empty()) return "no result";
  const rtl::VariantResult& seen = batch.results.front();
  return fmt::format("switched off, {} values are wrong from {} ps, not {} from {} ps", seen.wrong, seen.first_time_ps,
                     baseline.wrong, baseline.first_time_ps);
}

bool touches_line(const Edit& edit, const SourceModel& source, std::uint32_t line) {
  for (const Piece& piece : edit.switched) {
    const auto at = [&](std::uint32_t offset) {
      return 1 + static_cast<std::uint32_t>(
                     std::count(source.text.begin(), source.text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
    };
    if (at(piece.begin) <= line && line <= at(piece.end)) return true;
  }
  return false;
}

}  // namespace

VariantRunner::VariantRunner(rtl::RtlLab& lab, Workbench& bench, const rtl::LabDesign& design,
                             const std::vector<std::unique_ptr<SourceModel>>& sources)
    : lab_(lab), bench_(bench), design_(design), sources_(sources) {}

std::chrono::milliseconds VariantRunner::wall_left() const {
  return std::max(bench_.budget().wall - bench_.elapsed(), std::chrono::milliseconds(1));
}

// A variant that takes twenty times as long as the unedited design hangs.
std::chrono::milliseconds VariantRunner::variant_wall() const {
  const auto generous = std::chrono::duration_cast<std::chrono::milliseconds>(baseline_.wall) * 20;
  return std::clamp(generous, kLeastVariantWall, kBaselineWall);
}

Result<rtl::VariantResult> VariantRunner::baseline() {
  const rtl::VariantBatch batch = lab_.run_variants(design_, {{0, 0}}, 0, kBaselineWall, wall_left());
  bench_.charge(1, batch.build_wall + batch.run_wall);
  if (batch.status != rtl::PhaseStatus::ok || batch.results.empty()) {
    return external("the starting state cannot be simulated: " + batch.message);
  }
  baseline_ = batch.results.front();
  return baseline_;
}

std::vector<Trial> VariantRunner::run(const std::vector<const Edit*>& edits) {
  std::vector<rtl::Selection> selections;
  for (std::uint32_t i = 0; i < edits.size(); ++i) selections.push_back({i + 1, 0});
  std::vector<rtl::VariantResult> results(edits.size());
  run_group(edits, selections, results);
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < edits.size(); ++i) trials.push_back({edits[i], nullptr, results[i]});
  return trials;
}

std::vector<Trial> VariantRunner::run_pairs(const std::vector<std::pair<const Edit*, const Edit*>>& pairs) {
  std::vector<const Edit*> edits;
  std::map<const Edit*, std::uint32_t> numbers;
  const auto number = [&](const Edit* edit) {
    const auto [entry, fresh] = numbers.try_emplace(edit, static_cast<std::uint32_t>(edits.size() + 1));
    if (fresh) edits.push_back(edit);
    return entry->second;
  };
  std::vector<rtl::Selection> selections;
  for (const auto& [a, b] : pairs) selections.push_back({number(a), number(b)});
  std::vector<rtl::VariantResult> results(pairs.size());
  run_group(edits, selections, results);
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < pairs.size(); ++i) trials.push_back({pairs[i].first, pairs[i].second, results[i]});
  return trials;
}

// Builds all edits at once. Edits that the compiler rejects are left out and the rest is built again; when the
// unedited behaviour is no longer what it was (an alternative changed a width, say), the group is split in two.
void VariantRunner::run_group(const std::vector<const Edit*>& edits, const std::vector<rtl::Selection>& selections,
                              std::vector<rtl::VariantResult>& results) {
  std::set<std::uint32_t> dropped;   // will not compile
  std::set<std::uint32_t> suspects;  // stand on a line that will not; tried again by themselves
  for (int attempt = 0; attempt < kBuildTries && bench_.exhausted().empty(); ++attempt) {
    rtl::LabDesign combined = design_;
    for (std::size_t file = 0; file < sources_.size(); ++file) {
      std::vector<NumberedEdit> mine;
      for (std::uint32_t i = 0; i < edits.size(); ++i) {
        if (edits[i]->file == static_cast<int>(file) && dropped.count(i + 1) == 0 && suspects.count(i + 1) == 0)
          mine.push_back({i + 1, edits[i]});
      }
      if (mine.empty()) continue;
      std::vector<std::uint32_t> crossing;
      combined.workspace[sources_[file]->path] = combine(sources_[file]->text, mine, crossing);
      dropped.insert(crossing.begin(), crossing.end());
    }
    std::vector<rtl::Selection> wanted = {{0, 0}};
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < selections.size(); ++i) {
      const auto out = [&](std::uint32_t n) { return dropped.count(n) > 0 || suspects.count(n) > 0; };
      if (out(selections[i].first) || out(selections[i].second)) continue;
      wanted.push_back(selections[i]);
      places.push_back(i);
    }
    if (places.empty()) break;
    const rtl::VariantBatch batch = lab_.run_variants(combined, wanted, baseline_.wrong, variant_wall(), wall_left());
    bench_.charge(0, batch.build_wall + batch.run_wall);
    // No group is better off: the box cannot be made, or the search was stopped.
    if (batch.status == rtl::PhaseStatus::sandbox_error) return bench_.note("note", batch.message);
    if (batch.status == rtl::PhaseStatus::design_error &&
        leave_out_blamed(edits, combined.workspace, batch, dropped, suspects)) {
      continue;
    }
    if (batch.status == rtl::PhaseStatus::ok && !batch.results.empty() && same(batch.results.front(), baseline_)) {
      bench_.charge(static_cast<int>(places.size()), {});
      const auto hung = std::count_if(batch.results.begin(), batch.results.end(),
                                      [](const rtl::VariantResult& r) { return !r.completed; });
      bench_.note("note", fmt::format("{} variants compiled at once in {}, run in {}, {} hung", places.size(),
                                      to_human(batch.build_wall), to_human(batch.run_wall), hung));
      for (std::size_t k = 0; k < places.size(); ++k) results[places[k]] = batch.results[k + 1];
      std::vector<std::size_t> left;
      for (std::size_t i = 0; i < selections.size(); ++i) {
        if (suspects.count(selections[i].first) > 0 || suspects.count(selections[i].second) > 0) left.push_back(i);
      }
      return run_part(edits, selections, left, results);
    }
    if (edits.size() == 1) {
      bench_.note("note", fmt::format("left out: {} -> {}", edits[0]->kind, edits[0]->switched[0].text));
    } else {
      bench_.note("note", fmt::format("a batch of {} edits is split: {}", edits.size() - dropped.size(),
                                      split_reason(batch, baseline_)));
    }
    break;
  }
  std::vector<std::size_t> rest;
  for (std::size_t i = 0; i < selections.size(); ++i) {
    if (dropped.count(selections[i].first) == 0 && dropped.count(selections[i].second) == 0) rest.push_back(i);
  }
  if (rest.size() < kSmallestGroup) return;  // few are left: not worth their compilations
  const auto middle = rest.begin() + static_cast<std::ptrdiff_t>(rest.size() / 2);
  run_part(edits, selections, {rest.begin(), middle}, results);
  run_part(edits, selections, {middle, rest.end()}, results);
}

// Some of the selections as a group of their own.
void VariantRunner::run_part(const std::vector<const Edit*>& edits, const std::vector<rtl::Selection>& selections,
                             const std::vector<std::size_t>& which, std::vector<rtl::VariantResult>& results) {
  if (which.empty() || !bench_.exhausted().empty()) return;
  std::vector<const Edit*> part;
  std::map<std::uint32_t, std::uint32_t> renumbered;
  const auto number = [&](std::uint32_t old) -> std::uint32_t {
    if (old == 0) return 0;
    const auto [entry, fresh] = renumbered.try_emplace(old, static_cast<std::uint32_t>(part.size() + 1));
    if (fresh) part.push_back(edits[old - 1]);
    return entry->second;
  };
  std::vector<rtl::Selection> part_selections;
  for (const std::size_t i : which) {
    const std::uint32_t first = number(selections[i].first);
    part_selections.push_back({first, number(selections[i].second)});
  }
  std::vector<rtl::VariantResult> part_results(which.size());
  run_group(part, part_selections, part_results);
  for (std::size_t k = 0; k < which.size(); ++k) results[which[k]] = part_results[k];
}

// Finds what the compiler complains of: the very alternative where the message points at one, else all on the line as
// suspects. False when nothing new can be blamed.
bool VariantRunner::leave_out_blamed(const std::vector<const Edit*>& edits, const tasks::FileSet& combined,
                                     const rtl::VariantBatch& batch, std::set<std::uint32_t>& dropped,
                                     std::set<std::uint32_t>& suspects) const {
  const std::size_t before = dropped.size() + suspects.size();
  for (const rtl::ToolMessage& message : batch.messages) {
    const auto text = combined.find(message.file);
    if (!message.is_error || text == combined.end()) continue;
    const std::uint32_t blamed = alternative_at(text->second, message.line, message.column);
    if (blamed > 0 && blamed <= edits.size()) {
      dropped.insert(blamed);
      continue;
    }
    for (std::uint32_t i = 0; i < edits.size(); ++i) {
      const SourceModel& source = *sources_[static_cast<std::size_t>(edits[i]->file)];
      if (source.path == message.file && touches_line(*edits[i], source, message.line)) suspects.insert(i + 1);
    }
  }
  return dropped.size() + suspects.size() > before;
}

}  // namespace gs::agent::search
