#include "evaluators/rtl/trace_compare.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gs::rtl {
namespace {

using tasks::Mismatch;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? kNone : static_cast<std::size_t>(found - names.begin());
}

Mismatch& entry(std::vector<Mismatch>& mismatches, const std::string& signal) {
  for (Mismatch& m : mismatches) {
    if (m.signal == signal) return m;
  }
  mismatches.emplace_back().signal = signal;
  return mismatches.back();
}

void keep_differing_sorted(std::vector<Mismatch>& mismatches) {
  std::erase_if(mismatches, [](const Mismatch& m) { return m.count == 0; });
  std::stable_sort(mismatches.begin(), mismatches.end(),
                   [](const Mismatch& a, const Mismatch& b) { return a.first_time_ps < b.first_time_ps; });
}

std::string normal_hex(std::string_view digits) {
  std::string text;
  for (const char c : digits) text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::size_t first = text.find_first_not_of('0');
  return first == std::string::npos ? "0" : text.substr(first);
}

bool widths_cover(const SimulationLog& log, std::size_t group, std::size_t names) {
  return group < log.widths.size() && log.widths[group].size() == names;
}

void record(Mismatch& m, std::uint64_t time_ps, std::uint32_t seed, std::string expected, std::string got) {
  if (m.count++ > 0) return;
  m.first_time_ps = time_ps;
  m.seed = seed;
  m.expected = std::move(expected);
  m.got = std::move(got);
}

}  // namespace

void TraceDifference::merge(const TraceDifference& other) {
  compared += other.compared;
  if (structure.empty()) structure = other.structure;
  for (const Mismatch& theirs : other.mismatches) {
    Mismatch& mine = entry(mismatches, theirs.signal);
    if (mine.count == 0 || theirs.first_time_ps < mine.first_time_ps) {
      const std::uint64_t count = mine.count, seen = mine.compared;
      mine = theirs;
      mine.count += count;
      mine.compared += seen;
    } else {
      mine.count += theirs.count;
      mine.compared += theirs.compared;
    }
  }
  keep_differing_sorted(mismatches);
}

Result<TraceDifference> compare_with_golden(const SimulationLog& golden, const SimulationLog& other,
                                            const SimulationLog& candidate,
                                            const std::vector<tasks::SampleGroup>& groups, std::uint32_t seed) {
  TraceDifference difference;
  if (golden.samples.size() != other.samples.size()) {
    return invalid_input("the golden's number of samples depends on initial register values");
  }
  std::vector<std::vector<std::string>> names;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    names.push_back(recorded_names(groups[g]));
    if (!widths_cover(golden, g, names[g].size()) || !widths_cover(other, g, names[g].size())) {
      return invalid_input("the golden did not report its signals");
    }
    if (!widths_cover(candidate, g, names[g].size())) {
      difference.structure = "no samples";
      return difference;
    }
  }
  for (std::size_t i = 0; i < golden.samples.size(); ++i) {
    const Sample& want = golden.samples[i];
    const Sample& want2 = other.samples[i];
    if (want.group >= groups.size() || want.group != want2.group || want.time_ps != want2.time_ps) {
      return invalid_input("the golden's sampling schedule depends on initial register values");
    }
    if (i >= candidate.samples.size()) {
      difference.structure = fmt::format("ended after {} of {} samples", i, golden.samples.size());
      break;
    }
    const Sample& got = candidate.samples[i];
    if (got.group != want.group || got.time_ps != want.time_ps) {
      difference.structure = fmt::format("sampling clock differs from {} ps on", std::min(got.time_ps, want.time_ps));
      break;
    }
    const auto& group_names = names[want.group];
    for (const tasks::SampleGroup::Signal& signal : groups[want.group].signals) {
      const std::size_t index = index_of(group_names, signal.name);
      if (!golden.equal(want, other, want2, index) || !golden.has_known_bits(want, index)) continue;
      if (!signal.when.empty()) {
        const std::size_t when = index_of(group_names, signal.when);
        if (!golden.is_one(want, when) || !other.is_one(want2, when)) continue;
      }
      Mismatch& m = entry(difference.mismatches, signal.name);
      ++m.compared;
      ++difference.compared;
      if (!golden.matched_by(want, candidate, got, index)) {
        record(m, want.time_ps, seed, golden.value(want, index), candidate.value(got, index));
      }
    }
  }
  if (difference.structure.empty() && candidate.samples.size() > golden.samples.size()) {
    difference.structure = "goes on after the golden's end";
  }
  keep_differing_sorted(difference.mismatches);
  return difference;
}

TraceDifference compare_with_replay(const ReplayTrace& trace, const SimulationLog& candidate) {
  TraceDifference difference;
  if (!widths_cover(candidate, 0, trace.outputs.size())) {
    difference.structure = "no samples";
    return difference;
  }
  for (std::size_t row = 0; row < trace.output_rows.size(); ++row) {
    if (row >= candidate.samples.size()) {
      difference.structure = fmt::format("ended after {} of {} rows", row, trace.output_rows.size());
      break;
    }
    const Sample& got = candidate.samples[row];
    if (got.group != 0 || got.time_ps != replay_sample_time_ps(row)) {
      difference.structure = "sampling clock differs";
      break;
    }
    for (std::size_t i = 0; i < trace.outputs.size(); ++i) {
      if (trace.output_rows[row][i] == "x") continue;
      Mismatch& m = entry(difference.mismatches, trace.outputs[i]);
      ++m.compared;
      ++difference.compared;
      const std::string want = normal_hex(trace.output_rows[row][i]);
      const std::string value = candidate.value(got, i);
      if (want != value) record(m, got.time_ps, 0, want, value);
    }
  }
  keep_differing_sorted(difference.mismatches);
  return difference;
}

}  // namespace gs::rtl
